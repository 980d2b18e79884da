using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Dialects.Anthropic;

/// <summary>What both forms of an answer to a caller of Messages have in common.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class MessagesAnswerWriter(string id, string model) : IAnswerWriter
{
    private Signature? _signature;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The answer's id.</summary>
    protected string Id { get; private set; } = id;

    /// <summary>The model that runs.</summary>
    protected string Model { get; private set; } = model;

    /// <summary>The open part.</summary>
    protected AnswerPart Part { get; private set; }

    /// <summary>What was used so far; nothing while it is not known.</summary>
    protected Usage Usage { get; private set; }

    /// <summary>The class of service; null while, or when, it is not known.</summary>
    protected string? Tier { get; private set; }

    /// <summary>Why the answer ends.</summary>
    protected FinishReason Reason { get; private set; }

    /// <summary>The stop text that came.</summary>
    protected string? StopSequence { get; private set; }

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        Id = id ?? Id;
        Model = model ?? Model;
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        _signature = null;
        OnPartBegun();
    }

    /// <inheritdoc/>
    public abstract void Append(ReadOnlySpan<byte> text);

    /// <inheritdoc/>
    public void Sign(Signature signature) => _signature = signature;

    /// <inheritdoc/>
    public abstract void Cite(Citation citation);

    /// <inheritdoc/>
    public void EndPart() => OnPartEnded(_signature);

    /// <inheritdoc/>
    public void Serve(string tier) => Tier = tier;

    /// <inheritdoc/>
    public void Report(in Usage usage) => Usage = usage;

    /// <inheritdoc/>
    public void Finish(FinishReason reason, string? stopSequence)
    {
        Reason = reason;
        StopSequence = stopSequence;
    }

    /// <inheritdoc/>
    public abstract void End();

    /// <summary>A part has begun.</summary>
    protected abstract void OnPartBegun();

    /// <summary>The open part is whole.</summary>
    /// <param name="signature">Its signature, when it is no call's.</param>
    protected abstract void OnPartEnded(Signature? signature);

    /// <summary>Writes the members that every message begins with.</summary>
    protected void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, Model);
    }

    /// <summary>Writes why the answer ends.</summary>
    protected void WriteStop(Utf8JsonWriter json)
    {
        json.WriteString("stop_reason"u8, MessagesFinish.ToText(Reason));
        json.WriteString("stop_sequence"u8, StopSequence);
    }

    /// <summary>Writes what names the call of a tool.</summary>
    protected void WriteCall(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, SignedId.Join(Part.Id, Part.Signature));
        json.WriteString("name"u8, MessagesToolNames.ToWire(Part.Namespace, Part.Name));
    }

    /// <summary>
    /// Writes a block that holds a seal and nothing else: redacted thoughts, or the seal of text, which has no place for
    /// one here. Callers bring such blocks back unchanged.
    /// </summary>
    protected static void WriteSealed(Utf8JsonWriter json, Signature signature)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "redacted_thinking"u8);
        json.WriteString("data"u8, ToText(signature));
        json.WriteEndObject();
    }

    /// <summary>What a caller carries.</summary>
    protected static string ToText(Signature signature) =>
        signature.Dialect == Dialect.Anthropic ? signature.Value : signature.Pack();

    /// <summary>What stands before and behind an image's data in a text, for the model's words are all that there is here.</summary>
    protected (string Before, string Behind) ImageFrame => ($"![image](data:{Part.MediaType ?? "image/png"};base64,", ")");
}
