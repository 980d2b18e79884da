using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>What both forms of a choice have in common.</summary>
/// <param name="index">Its number.</param>
internal abstract class ChatChoiceWriter(int index) : ChoiceWriter(index)
{
    private int _textBefore;

    /// <summary>How many calls have begun.</summary>
    protected int Calls { get; private set; }

    /// <summary>Whether a refusal came.</summary>
    protected bool HasRefusal { get; private set; }

    /// <inheritdoc cref="IAnswerSink.Cite"/>
    public override void Cite(Citation citation)
    {
        // The dialect has addresses only, and places in all of the text.
        if (citation.Url is not null)
            OnCited(citation with { Start = citation.Start + _textBefore, End = citation.End + _textBefore });
    }

    /// <inheritdoc cref="IAnswerSink.EndPart"/>
    public override void EndPart()
    {
        // A call without arguments is one with an empty object: callers parse it.
        if (Part is { Kind: AnswerPartKind.ToolCall, IsCustom: false } && Content.WrittenCount == 0) Append("{}"u8);
        OnPartEnded();
        if (Part.Kind == AnswerPartKind.Text) _textBefore += Encoding.UTF8.GetCharCount(Content.WrittenSpan);
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        HasRefusal |= Part.Kind == AnswerPartKind.Refusal;
        if (Part.Kind == AnswerPartKind.ToolCall) Calls++;
    }

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
        OpenAIMedia.WriteData(json, Part.MediaType ?? "image/png", Content.WrittenSpan);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes an item of <c>tool_calls</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="number">The call's number, in a stream.</param>
    /// <param name="arguments">Its arguments; empty where they follow.</param>
    protected void WriteCall(Utf8JsonWriter json, int? number, ReadOnlySpan<byte> arguments)
    {
        var word = Part.IsCustom ? "custom"u8 : "function"u8;
        json.WriteStartObject();
        if (number is { } at) json.WriteNumber("index"u8, at);
        json.WriteString("id"u8, SignedId.Join(Part.Id, Part.Signature));
        json.WriteString("type"u8, word);
        json.WriteStartObject(word);
        json.WriteString("name"u8, Part.Namespace is null ? Part.Name : ChatToolNames.ToWire(Part.Namespace, Part.Name));
        json.WriteString(Part.IsCustom ? "input"u8 : "arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
