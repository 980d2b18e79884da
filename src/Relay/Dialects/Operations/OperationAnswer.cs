using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Operations;

/// <summary>What is learnt from the answer to an operation as it passes: usage and the model that ran.</summary>
internal sealed class OperationAnswer : IAnswerTap
{
    /// <inheritdoc/>
    public Usage? Usage { get; private set; }

    /// <inheritdoc/>
    public string? FinishReason => null;

    /// <inheritdoc/>
    public string? Model { get; private set; }

    /// <inheritdoc/>
    public long ContentBytes => 0;

    /// <inheritdoc/>
    public string? ErrorCode { get; private set; }

    /// <summary>
    /// Whether an event came that ends something: <c>image_generation.completed</c>, <c>transcript.text.done</c>,
    /// <c>speech.audio.done</c>. There may be several of them, so that none is the stream's own end.
    /// </summary>
    public bool IsWholeAtEnd { get; private set; }

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        return data.SequenceEqual("[DONE]"u8) ? AnswerEventKind.Done : Read(data);
    }

    /// <inheritdoc/>
    public AnswerEventKind Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadValue(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    private AnswerEventKind ReadValue(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        // Some servers answer a reranking with a bare list.
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return AnswerEventKind.Malformed;
        var error = reader.TokenType == JsonTokenType.StartObject && ReadMembers(ref reader);
        if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
        // Anything behind it is refused here.
        reader.Read();
        return error ? AnswerEventKind.Error : AnswerEventKind.Content;
    }

    private bool ReadMembers(ref Utf8JsonReader reader)
    {
        var error = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("usageMetadata"u8)) ReadUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8)) error |= ReadError(ref reader);
            else if (reader.ValueTextEquals("type"u8)) error |= ReadType(ref reader);
            else if (reader.ValueTextEquals("model"u8)) ReadModel(ref reader);
            else reader.Skip();
        }

        return error;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        Usage = OperationUsage.Read(ref reader) ?? Usage;
    }

    private bool ReadError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return false;
        ErrorCode = ErrorBody.ReadCode(ref reader) ?? ErrorCode;
        return true;
    }

    private bool ReadType(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }

        if (!reader.ValueIsEscaped && (reader.ValueSpan.EndsWith(".completed"u8) || reader.ValueSpan.EndsWith(".done"u8)))
            IsWholeAtEnd = true;
        return reader.ValueTextEquals("error"u8);
    }

    private void ReadModel(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var model)
            && model.Length is > 0 and <= 256)
            Model = model;
        else reader.Skip();
    }
}
