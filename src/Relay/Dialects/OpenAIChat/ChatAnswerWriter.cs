using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIChat;

/// <summary>What both forms of an answer to a chat caller have in common.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal abstract class ChatAnswerWriter(string id, string model) : IAnswerWriter
{
    private int _textBefore;
    private int _textOpen;

    /// <inheritdoc/>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>The answer's id.</summary>
    protected string Id { get; private set; } = id;

    /// <summary>The model's name.</summary>
    protected string Model { get; private set; } = model;

    /// <summary>The open part.</summary>
    protected AnswerPart Part { get; private set; }

    /// <summary>All that the open part holds.</summary>
    protected ArrayBufferWriter<byte> Content { get; } = new();

    /// <summary>The open part's signature; null for none.</summary>
    protected Signature? Signature { get; private set; }

    /// <summary>How many calls have begun.</summary>
    protected int Calls { get; private set; }

    /// <summary>How likely the tokens are that were not said yet.</summary>
    protected List<TokenWeight> Weights { get; } = [];

    /// <summary>The class of service; null while, or when, it is not known.</summary>
    protected string? Tier { get; private set; }

    /// <summary>Whether a refusal came.</summary>
    protected bool HasRefusal { get; private set; }

    /// <summary>What was used; null when nothing was said.</summary>
    protected Usage? Usage { get; private set; }

    /// <inheritdoc/>
    public void Begin(string? id, string? model)
    {
        Id = id ?? Id;
        Model = model ?? Model;
        OnBegun();
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        Signature = null;
        Content.ResetWrittenCount();
        HasRefusal |= part.Kind == AnswerPartKind.Refusal;
        if (part.Kind == AnswerPartKind.ToolCall) Calls++;
        OnPartBegun();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Content.Write(text);
        if (Part.Kind == AnswerPartKind.Text) _textOpen += Encoding.UTF8.GetCharCount(text);
        OnAppended(text);
    }

    /// <inheritdoc/>
    public void Weigh(TokenWeight weight) => Weights.Add(weight);

    /// <inheritdoc/>
    public void Sign(Signature signature) => Signature = signature;

    /// <inheritdoc/>
    public void Cite(Citation citation)
    {
        // The dialect has addresses only, and places in all of the text.
        if (citation.Url is not null)
            OnCited(citation with { Start = citation.Start + _textBefore, End = citation.End + _textBefore });
    }

    /// <inheritdoc/>
    public void EndPart()
    {
        // A call without arguments is one with an empty object: callers parse it.
        if (Part is { Kind: AnswerPartKind.ToolCall, IsCustom: false } && Content.WrittenCount == 0) Append("{}"u8);
        OnPartEnded();
        _textBefore += _textOpen;
        _textOpen = 0;
    }

    /// <inheritdoc/>
    public virtual void Serve(string tier) => Tier = tier;

    /// <inheritdoc/>
    public void Report(in Usage usage) => Usage = usage;

    /// <inheritdoc/>
    public abstract void Finish(FinishReason reason, string? stopSequence);

    /// <inheritdoc/>
    public abstract void End();

    /// <summary>Id and model are known.</summary>
    protected abstract void OnBegun();

    /// <summary>A part has begun.</summary>
    protected abstract void OnPartBegun();

    /// <summary>More of the open part has come, and is in <see cref="Content"/>.</summary>
    protected abstract void OnAppended(ReadOnlySpan<byte> text);

    /// <summary>A source has come.</summary>
    protected abstract void OnCited(Citation citation);

    /// <summary>The open part is whole.</summary>
    protected abstract void OnPartEnded();

    /// <summary>Writes an item of <c>annotations</c>.</summary>
    protected static void WriteCitation(Utf8JsonWriter json, Citation citation)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "url_citation"u8);
        json.WriteStartObject("url_citation"u8);
        json.WriteString("url"u8, citation.Url);
        json.WriteString("title"u8, citation.Title ?? "");
        if (citation.Start is { } start) json.WriteNumber("start_index"u8, start);
        if (citation.End is { } end) json.WriteNumber("end_index"u8, end);
        if (citation.Quote is { } quote) json.WriteString("content"u8, quote);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the open part, an image, as an item of <c>images</c>.</summary>
    protected void WriteImage(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WritePropertyName("url"u8);
        ChatMediaWriter.WriteData(json, Part.MediaType ?? "image/png", Content.WrittenSpan);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes an item of <c>tool_calls</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="index">The call's number, in a stream.</param>
    /// <param name="arguments">Its arguments; empty where they follow.</param>
    protected void WriteCall(Utf8JsonWriter json, int? index, ReadOnlySpan<byte> arguments)
    {
        var word = Part.IsCustom ? "custom"u8 : "function"u8;
        json.WriteStartObject();
        if (index is { } number) json.WriteNumber("index"u8, number);
        json.WriteString("id"u8, SignedId.Join(Part.Id, Part.Signature));
        json.WriteString("type"u8, word);
        json.WriteStartObject(word);
        json.WriteString("name"u8, Part.Namespace is null ? Part.Name : ChatToolNames.ToWire(Part.Namespace, Part.Name));
        json.WriteString(Part.IsCustom ? "input"u8 : "arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
