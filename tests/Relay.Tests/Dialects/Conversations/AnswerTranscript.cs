using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>What an answer said, whatever the dialect that said it.</summary>
internal sealed class AnswerTranscript(Dialect dialect, AnswerSink answer)
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
}
