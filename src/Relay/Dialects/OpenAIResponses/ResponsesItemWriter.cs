using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes an item: as it is when it begins, and whole.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object#responses-object-output</remarks>
internal sealed class ResponsesItemWriter
{
    private readonly ArrayBufferWriter<byte> _parts = new();
    private readonly ArrayBufferWriter<byte> _annotations = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly Utf8JsonWriter _json = ResponsesJson.CreateWriter(new ArrayBufferWriter<byte>());

    /// <summary>Its id, in JSON: quotes included.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Whether it is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it is an open message, to which content may be added.</summary>
    public bool IsMessage => IsOpen && Part.Kind is AnswerPartKind.Text or AnswerPartKind.Refusal;

    /// <summary>The open part, or the last one.</summary>
    public AnswerPart Part { get; private set; }

    /// <summary>The place of the open part among its item's.</summary>
    public int PartIndex { get; private set; }

    /// <summary>How many sources the open part has.</summary>
    public int Sources { get; private set; }

    /// <summary>What the open part holds.</summary>
    public ReadOnlySpan<byte> Content => _content.WrittenSpan;

    /// <summary>Whether the open part holds nothing.</summary>
    public bool IsEmpty => _content.WrittenCount == 0;

    /// <summary>The open part's signature; null for none.</summary>
    public Signature? Signature { get; set; }

    /// <summary>Begins it with the part that it is, or its first.</summary>
    /// <param name="part">The part.</param>
    /// <param name="id">Its id, behind the dialect's mark for its kind.</param>
    public void Begin(in AnswerPart part, string id)
    {
        Part = part;
        IsOpen = true;
        PartIndex = -1;
        _parts.ResetWrittenCount();
        var mark = part.Kind switch
        {
            AnswerPartKind.Reasoning => "rs_",
            AnswerPartKind.ToolCall => part.IsCustom ? "ctc_" : "fc_",
            AnswerPartKind.Image => "ig_",
            _ => "msg_",
        };
        Id = JsonSerializer.SerializeToUtf8Bytes(mark + id);
    }

    /// <summary>A part begins.</summary>
    public void BeginPart(in AnswerPart part)
    {
        Part = part;
        PartIndex++;
        Sources = 0;
        Signature = null;
        _content.ResetWrittenCount();
        _annotations.ResetWrittenCount();
    }

    /// <summary>More of the open part.</summary>
    public void Append(ReadOnlySpan<byte> text) => _content.Write(text);

    /// <summary>A source of the open part.</summary>
    /// <returns>The source as it is written.</returns>
    public ReadOnlySpan<byte> Cite(Citation citation, int length)
    {
        if (Sources++ > 0) _annotations.Write(","u8);
        var start = _annotations.WrittenCount;
        _json.Reset(_annotations);
        ResponsesCitation.Write(_json, citation, length);
        _json.Flush();
        return _annotations.WrittenSpan[start..];
    }

    /// <summary>The open part is whole.</summary>
    public void EndPart()
    {
        if (!IsMessage) return;
        if (PartIndex > 0) _parts.Write(","u8);
        _json.Reset(_parts);
        WritePart(_json, isWhole: true);
        _json.Flush();
    }

    /// <summary>Writes the item whole.</summary>
    public void End(ArrayBufferWriter<byte> output, bool isWhole)
    {
        IsOpen = false;
        _json.Reset(output);
        Write(_json, isWhole ? "completed"u8 : "incomplete"u8, hasEnded: true);
        _json.Flush();
    }

    /// <summary>Writes the item as it is when it begins.</summary>
    public void WriteBegun(Utf8JsonWriter json) => Write(json, "in_progress"u8, hasEnded: false);

    /// <summary>Writes the open part, which is content of a message: as it is when it begins, or whole.</summary>
    public void WritePart(Utf8JsonWriter json, bool isWhole)
    {
        var text = isWhole ? Content : default;
        json.WriteStartObject();
        if (Part.Kind == AnswerPartKind.Refusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, text);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            WriteList(json, "annotations"u8, isWhole ? _annotations.WrittenSpan : default);
            WriteList(json, "logprobs"u8, default);
            json.WriteString("text"u8, text);
        }

        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, ReadOnlySpan<byte> status, bool hasEnded)
    {
        json.WriteStartObject();
        json.WritePropertyName("id"u8);
        json.WriteRawValue(Id, skipInputValidation: true);
        switch (Part.Kind)
        {
            case AnswerPartKind.Reasoning: WriteThoughts(json, hasEnded); break;
            case AnswerPartKind.ToolCall: WriteCall(json, status, hasEnded); break;
            case AnswerPartKind.Image: WriteImage(json, status, hasEnded); break;
            default:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, status);
                json.WriteString("role"u8, "assistant"u8);
                WriteList(json, "content"u8, _parts.WrittenSpan);
                break;
        }

        json.WriteEndObject();
    }

    private void WriteThoughts(Utf8JsonWriter json, bool hasEnded)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        if (hasEnded && !IsEmpty) WriteSummary(json, Content);
        json.WriteEndArray();
        if (hasEnded && Signature is { } signature)
            json.WriteString("encrypted_content"u8, signature.Dialect == Dialect.OpenAIResponses ? signature.Value : signature.Pack());
    }

    /// <summary>Writes a part of a summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private void WriteCall(Utf8JsonWriter json, ReadOnlySpan<byte> status, bool hasEnded)
    {
        json.WriteString("type"u8, Part.IsCustom ? "custom_tool_call"u8 : "function_call"u8);
        json.WriteString("status"u8, status);
        json.WriteString("call_id"u8, SignedId.Join(Part.Id, Part.Signature));
        json.WriteString("name"u8, Part.Name);
        if (Part.Namespace is { } space) json.WriteString("namespace"u8, space);
        json.WriteString(Part.IsCustom ? "input"u8 : "arguments"u8, hasEnded ? Content : default);
    }

    private void WriteImage(Utf8JsonWriter json, ReadOnlySpan<byte> status, bool hasEnded)
    {
        json.WriteString("type"u8, "image_generation_call"u8);
        json.WriteString("status"u8, status);
        if (!hasEnded)
        {
            json.WriteNull("result"u8);
            return;
        }

        json.WriteString("result"u8, Content);
        if (Part.MediaType?.Split('/') is [_, var format]) json.WriteString("output_format"u8, format);
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> items)
    {
        json.WriteStartArray(name);
        if (!items.IsEmpty) json.WriteRawValue(items, skipInputValidation: true);
        json.WriteEndArray();
    }
}
