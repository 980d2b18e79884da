using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Says an answer as one JSON document, which is there after the end.</summary>
/// <param name="id">The answer's id where the provider gave none.</param>
/// <param name="model">The model's name where the provider gave none.</param>
internal sealed class MessagesJsonWriter(string id, string model) : MessagesAnswerWriter(id, model)
{
    // Not the output itself: of an answer that breaks off there must be no half of a document.
    private readonly ArrayBufferWriter<byte> _document = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly List<Citation> _citations = [];
    private Utf8JsonWriter? _json;

    private Utf8JsonWriter Json => _json ??= BeginDocument();

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty) _content.Write(text);
    }

    /// <inheritdoc/>
    public override void Cite(Citation citation) => _citations.Add(citation);

    /// <inheritdoc/>
    public override void End()
    {
        Json.WriteEndArray();
        WriteStop(Json);
        MessagesUsage.Write(Json, Usage, Tier);
        Json.WriteEndObject();
        Json.Flush();
        Output.Write(_document.WrittenSpan);
    }

    /// <inheritdoc/>
    protected override void OnPartBegun()
    {
        _content.ResetWrittenCount();
        _citations.Clear();
        if (Part.Kind == AnswerPartKind.Image) _content.Write(Encoding.UTF8.GetBytes(ImageFrame.Before));
    }

    /// <inheritdoc/>
    protected override void OnPartEnded(Signature? signature)
    {
        switch (Part.Kind)
        {
            case AnswerPartKind.ToolCall: WriteCall(); break;
            case AnswerPartKind.Reasoning: WriteReasoning(signature); break;
            default:
                if (Part.Kind == AnswerPartKind.Image) _content.Write(Encoding.UTF8.GetBytes(ImageFrame.Behind));
                // Clients send back what they got, and an empty block is refused then.
                if (_content.WrittenCount > 0) WriteText();
                if (signature is not null) WriteSealed(Json, signature);
                break;
        }
    }

    private void WriteText()
    {
        Json.WriteStartObject();
        Json.WriteString("type"u8, "text"u8);
        Json.WriteString("text"u8, _content.WrittenSpan);
        if (_citations.Count > 0)
        {
            Json.WriteStartArray("citations"u8);
            foreach (var citation in _citations) MessagesCitation.Write(Json, citation);
            Json.WriteEndArray();
        }

        Json.WriteEndObject();
    }

    private void WriteReasoning(Signature? signature)
    {
        if (_content.WrittenCount == 0 && signature is null) return;
        if (_content.WrittenCount == 0 && signature!.IsRedacted)
        {
            WriteSealed(Json, signature);
            return;
        }

        Json.WriteStartObject();
        Json.WriteString("type"u8, "thinking"u8);
        Json.WriteString("thinking"u8, _content.WrittenSpan);
        Json.WriteString("signature"u8, signature is null ? "" : ToText(signature));
        Json.WriteEndObject();
    }

    private void WriteCall()
    {
        Json.WriteStartObject();
        WriteCall(Json);
        Json.WritePropertyName("input"u8);
        MessagesCustomInput.Write(Json, _content.WrittenSpan, Part.IsCustom);
        Json.WriteEndObject();
    }

    private Utf8JsonWriter BeginDocument()
    {
        var json = DialectJson.CreateWriter(_document);
        json.WriteStartObject();
        WriteHead(json);
        json.WriteStartArray("content"u8);
        return json;
    }
}
