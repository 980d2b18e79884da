using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>What an answer said, whatever the dialect that said it; holds the pushing side to the promised order.</summary>
internal sealed class AnswerTranscript(Dialect dialect) : IAnswerSink
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<AnswerPartKind, StringBuilder> _texts = [];
    private AnswerPart? _open;
    private bool _begun;

    /// <summary>Each call: its name, and its arguments as compact JSON or as the free text that they are.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The ids of the calls, without what is packed into them.</summary>
    public List<string> CallIds { get; } = [];

    /// <summary>What the provider sealed, as it sealed it.</summary>
    public List<string> Seals { get; } = [];

    public Usage? Usage { get; private set; }

    public FinishReason? Reason { get; private set; }

    public bool HasEnded { get; private set; }

    public string TextOf(AnswerPartKind kind) => _texts.TryGetValue(kind, out var text) ? text.ToString() : "";

    public void Begin(string? id, string? model)
    {
        Assert.False(_begun, "It began twice.");
        _begun = true;
    }

    public void BeginPart(in AnswerPart part)
    {
        Assert.True(_begun && _open is null && Reason is null, "A part began in a wrong place.");
        _open = part;
        _bytes.Clear();
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Assert.NotNull(_open);
        Assert.True(System.Text.Unicode.Utf8.IsValid(text), "A piece was not text.");
        _bytes.AddRange(text);
    }

    public void Sign(Signature signature)
    {
        Assert.NotNull(_open);
        Keep(signature);
    }

    public void Cite(Citation citation) => Assert.NotNull(_open);

    public void EndPart()
    {
        Assert.NotNull(_open);
        var part = _open.Value;
        var text = Encoding.UTF8.GetString([.. _bytes]);
        _open = null;
        if (part.Kind == AnswerPartKind.ToolCall)
        {
            var (id, signature) = SignedId.Split(part.Id, dialect);
            CallIds.Add(id);
            if ((part.Signature ?? signature) is { } seal) Keep(seal);
            Calls.Add($"{(part.Namespace is null ? "" : part.Namespace + "__")}{part.Name} {(part.IsCustom ? text : Compact(text))}");
        }
        else
        {
            if (!_texts.TryGetValue(part.Kind, out var all)) _texts[part.Kind] = all = new();
            all.Append(text);
        }
    }

    public void Report(in Usage usage)
    {
        Assert.True(_begun, "Usage came before the beginning.");
        Usage = usage;
    }

    public void Finish(FinishReason reason, string? stopSequence)
    {
        Assert.True(_begun && _open is null && Reason is null, "It finished in a wrong place.");
        Reason = reason;
    }

    public void End()
    {
        Assert.True(Reason is not null && !HasEnded, "It ended in a wrong place.");
        HasEnded = true;
    }

    private void Keep(Signature signature)
    {
        var seal = Signature.Unpack(signature.Value, signature.Dialect, signature.IsRedacted);
        // A Chat provider's seal is a whole item of reasoning_details, and Relay's own is in one of its members.
        if (seal.Dialect == Dialect.OpenAIChat && JsonElement.Parse(seal.Value) is var item
            && (item.TryGetProperty("signature", out var inner) || item.TryGetProperty("data", out inner)))
            seal = Signature.Unpack(inner.GetString()!, seal.Dialect, seal.IsRedacted);
        Seals.Add($"{seal.Dialect} {(seal.IsRedacted ? "redacted " : "")}{seal.Value}");
    }

    // Arguments are an object always, and nothing said is an empty one.
    private static string Compact(string json) =>
        JsonSerializer.Serialize(JsonElement.Parse(json.Length == 0 ? "{}" : json));
}
