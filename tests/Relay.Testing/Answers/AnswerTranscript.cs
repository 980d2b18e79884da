using System.Text.Json;
using System.Text.RegularExpressions;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Testing.Answers;

/// <summary>What an answer said, whatever the dialect that said it.</summary>
internal sealed partial class AnswerTranscript(Dialect dialect, AnswerSink answer)
{
    private readonly List<SinkPart> _parts = [.. answer.Parts.Select(part => part.Unpacked(dialect))];

    /// <summary>Each call: its name, and its arguments as compact JSON or as the free text that they are.</summary>
    public IEnumerable<string> Calls =>
        from call in CallParts
        let name = call.Head.Namespace is null ? call.Head.Name : $"{call.Head.Namespace}__{call.Head.Name}"
        select $"{name} {(call.Head.IsCustom ? call.Text : Compact(call.Text))}";

    /// <summary>The ids of the calls, without what is packed into them.</summary>
    public IEnumerable<string> CallIds => CallParts.Select(call => call.Head.Id);

    /// <summary>What the provider sealed, as it sealed it.</summary>
    public IEnumerable<string> Seals =>
        from part in _parts
        let seal = part.Head.Signature ?? part.Signature
        where seal is not null
        select Shown(seal);

    public Usage? Usage => answer.Usage;

    public FinishReason? Reason => answer.Reason;

    public bool HasEnded => answer.HasEnded;

    private IEnumerable<SinkPart> CallParts => _parts.Where(part => part.Head.Kind == AnswerPartKind.ToolCall);

    public string TextOf(AnswerPartKind kind) => answer.TextOf(kind);

    /// <summary>Checks that nothing which a dialect has a place for was lost on the way.</summary>
    /// <param name="said">The provider's.</param>
    /// <param name="heard">The caller's.</param>
    /// <param name="to">What the caller speaks.</param>
    public static void AssertSame(AnswerTranscript said, AnswerTranscript heard, Dialect to)
    {
        Assert.True(heard.HasEnded);
        Assert.Equal(said.TextOf(AnswerPartKind.Reasoning), heard.TextOf(AnswerPartKind.Reasoning));
        // Messages and Gemini have no part for a refusal's words: there they are text.
        var text = heard.TextOf(AnswerPartKind.Text) + heard.TextOf(AnswerPartKind.Refusal);
        // Messages has no part for an image of an answer either: there it is a link that holds it.
        if (to == Dialect.Anthropic) text = ImagePattern().Replace(text, "");
        Assert.Equal(said.TextOf(AnswerPartKind.Text) + said.TextOf(AnswerPartKind.Refusal), text);
        // A namespace is a part of the name where there are none; the reader of the conversation's tools takes it apart again.
        Assert.Equal(said.Calls, to == Dialect.Gemini ? heard.Calls.Select(call => call.Replace("get_weather.", "get_weather__", StringComparison.Ordinal)) : heard.Calls);
        Assert.Equal(said.CallIds, heard.CallIds);
        Assert.Equal(said.Seals.Order(), heard.Seals.Order());
        Assert.Equal((said.Usage?.Input, said.Usage?.Output, said.Usage?.CachedInput ?? 0), (heard.Usage?.Input, heard.Usage?.Output, heard.Usage?.CachedInput ?? 0));
        // Messages has no count of reasoning.
        if (to != Dialect.Anthropic) Assert.Equal(said.Usage?.Reasoning ?? 0, heard.Usage?.Reasoning ?? 0);
        // Gemini knows one reason for both.
        Assert.Equal(to == Dialect.Gemini && said.Reason == FinishReason.Refusal ? FinishReason.ContentFilter : said.Reason, heard.Reason);
    }

    // A Chat provider's seal is a whole item of reasoning_details, and Relay's own is in one of its members.
    private static string Shown(Signature seal)
    {
        if (seal.Dialect == Dialect.OpenAIChat && JsonElement.Parse(seal.Value) is var item
            && (item.TryGetProperty("signature", out var inner) || item.TryGetProperty("data", out inner)))
            seal = Signature.Unpack(inner.GetString()!, seal.Dialect, seal.IsRedacted);
        return $"{seal.Dialect} {(seal.IsRedacted ? "redacted " : "")}{seal.Value}";
    }

    // Arguments are an object always, and nothing said is an empty one.
    private static string Compact(string json) =>
        JsonSerializer.Serialize(JsonElement.Parse(json.Length == 0 ? "{}" : json));

    [GeneratedRegex(@"!\[image\]\(data:[^)]*\)")]
    private static partial Regex ImagePattern();
}
