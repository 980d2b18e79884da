using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes an item: as it is when it begins, and whole.</summary>
/// <param name="part">Its open part, or the last one.</param>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/object#responses-object-output</remarks>
internal sealed class ResponsesItemWriter(ResponsesPartWriter part)
{
    private readonly ArrayBufferWriter<byte> _parts = new();
    private readonly Utf8JsonWriter _json = DialectJson.CreateWriter(new ArrayBufferWriter<byte>());

    /// <summary>Its id, in JSON: quotes included.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Whether it is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether it is an open message, to which content may be added.</summary>
    public bool IsMessage => IsOpen && part.Head.Kind is AnswerPartKind.Text or AnswerPartKind.Refusal;

    /// <summary>Begins it with the part that it is, or its first.</summary>
    /// <param name="head">The part.</param>
    /// <param name="id">Its id, behind the dialect's mark for its kind.</param>
    public void Begin(in AnswerPart head, string id)
    {
        part.BeginFirst(head);
        IsOpen = true;
        _parts.ResetWrittenCount();
        var mark = head.Kind switch
        {
            AnswerPartKind.Reasoning => "rs_",
            AnswerPartKind.ToolCall => head.IsCustom ? "ctc_" : "fc_",
            AnswerPartKind.Image => "ig_",
            _ => "msg_",
        };
        Id = JsonSerializer.SerializeToUtf8Bytes(mark + id);
    }

    /// <summary>Gives it the id that its caller knows it by.</summary>
    /// <param name="id">The id, in JSON.</param>
    public void Rename(ReadOnlySpan<byte> id) => Id = id.ToArray();

    /// <summary>Forgets it, for it is written elsewhere.</summary>
    public void Drop() => IsOpen = false;

    /// <summary>The open part is whole.</summary>
    public void EndPart()
    {
        if (!IsMessage) return;
        if (part.Index > 0) _parts.Write(","u8);
        _json.Reset(_parts);
        part.Write(_json, isWhole: true);
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

    private void Write(Utf8JsonWriter json, ReadOnlySpan<byte> status, bool hasEnded)
    {
        json.WriteStartObject();
        json.WritePropertyName("id"u8);
        json.WriteRawValue(Id, skipInputValidation: true);
        switch (part.Head.Kind)
        {
            case AnswerPartKind.Reasoning: WriteThoughts(json, hasEnded); break;
            case AnswerPartKind.ToolCall: WriteCall(json, status, hasEnded); break;
            case AnswerPartKind.Image: WriteImage(json, status, hasEnded); break;
            default:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, status);
                json.WriteString("role"u8, "assistant"u8);
                ResponsesPartWriter.WriteList(json, "content"u8, _parts.WrittenSpan);
                break;
        }

        json.WriteEndObject();
    }

    private void WriteThoughts(Utf8JsonWriter json, bool hasEnded)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        if (hasEnded && !part.IsEmpty) ResponsesPartWriter.WriteSummary(json, part.Content);
        json.WriteEndArray();
        if (hasEnded && part.Signature is { } signature)
            json.WriteString("encrypted_content"u8, signature.Dialect == Dialect.OpenAIResponses ? signature.Value : signature.Pack());
    }

    private void WriteCall(Utf8JsonWriter json, ReadOnlySpan<byte> status, bool hasEnded)
    {
        json.WriteString("type"u8, part.Head.IsCustom ? "custom_tool_call"u8 : "function_call"u8);
        json.WriteString("status"u8, status);
        json.WriteString("call_id"u8, SignedId.Join(part.Head.Id, part.Head.Signature));
        json.WriteString("name"u8, part.Head.Name);
        if (part.Head.Namespace is { } space) json.WriteString("namespace"u8, space);
        json.WriteString(part.Head.IsCustom ? "input"u8 : "arguments"u8, hasEnded ? part.Content : default);
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

        json.WriteString("result"u8, part.Content);
        if (part.Head.MediaType?.Split('/') is [_, var format]) json.WriteString("output_format"u8, format);
    }
}
