using System.Text.Json;

namespace Relay.Dialects.Operations;

/// <summary>What is learnt from the answer to an operation as it passes: usage and the model that ran.</summary>
/// <remarks>
/// A stream is whole at its end when an event came that ends something: <c>image_generation.completed</c>,
/// <c>transcript.text.done</c>, <c>speech.audio.done</c>. There may be several of them, so that none is the stream's own end.
/// </remarks>
internal sealed class OperationAnswer : OpenAIAnswer
{
    /// <inheritdoc/>
    protected override AnswerEventKind ReadValue(ref Utf8JsonReader reader)
    {
        // Some servers answer a reranking with a bare list.
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return AnswerEventKind.Malformed;
        var error = reader.TokenType == JsonTokenType.StartObject && ReadMembers(ref reader);
        if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
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
}
