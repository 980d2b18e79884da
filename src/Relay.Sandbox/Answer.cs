namespace Relay.Sandbox;

/// <summary>What the sandbox says. Each text, reasoning or piece of arguments is one delta of a stream, and one token.</summary>
public sealed record Answer
{
    /// <summary>The pieces of the text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>The pieces of the reasoning, which comes before the text.</summary>
    public IReadOnlyList<string> Reasoning { get; init; } = [];

    /// <summary>The calls of tools, which come after the text.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why it ends; null for <c>tool_calls</c> when there are any, else <c>stop</c>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>How many tokens of the input are said to have been cached.</summary>
    public int CachedTokens { get; init; }

    /// <summary>How many tokens it has.</summary>
    public int Tokens => Text.Count + Reasoning.Count + ToolCalls.Sum(call => call.Arguments.Count);

    /// <summary>The same answer when so many tokens are allowed: its first ones, ended by <c>length</c> when that is not all.</summary>
    /// <param name="most">The most tokens, 0 or more.</param>
    internal Answer Within(int most)
    {
        if (most >= Tokens) return this;
        var reasoning = Reasoning.Take(most).ToList();
        var text = Text.Take(most -= reasoning.Count).ToList();
        most -= text.Count;
        var calls = new List<ToolCall>();
        foreach (var call in ToolCalls.TakeWhile(_ => most > 0))
        {
            calls.Add(call with { Arguments = [.. call.Arguments.Take(most)] });
            most -= calls[^1].Arguments.Count;
        }

        return this with { Reasoning = reasoning, Text = text, ToolCalls = calls, FinishReason = "length" };
    }
}
