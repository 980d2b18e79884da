namespace Relay.Sandbox;

/// <summary>What the sandbox reads of a request.</summary>
internal sealed record SandboxRequest
{
    /// <summary>The model, with the spec behind its colon.</summary>
    public required string Model { get; init; }

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether usage is asked for, where a stream must ask for it.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The most tokens of an answer; null for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How many choices are asked for, each of which says the same: from 1 to 8, Gemini's most, whatever was asked for.</summary>
    public int Choices { get; init => field = Math.Clamp(value, 1, 8); } = 1;

    /// <summary>The text of the last message, or of the tool's result that it is.</summary>
    public string LastText { get; init; } = "";

    /// <summary>Whether a tool's result came behind what the model said last.</summary>
    public bool HasToolResult { get; init; }

    /// <summary>A call of the first tool, with each of its required arguments; null when there is none.</summary>
    public ToolCall? FirstTool { get; init; }

    /// <summary>The tokens of all messages.</summary>
    public int PromptTokens { get; init; }

    /// <summary>How many of them are said to have been cached.</summary>
    public int CachedOf(Answer answer) => Math.Min(answer.CachedTokens, PromptTokens);
}
