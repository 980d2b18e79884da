using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// What is learnt from an answer as it passes: usage, the reason to finish, the model that ran, how much text.
/// Reads a whole answer or the events of a stream. Tolerates what it does not know.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat-streaming</remarks>
internal sealed class ChatAnswer : OpenAIAnswer
{
    /// <inheritdoc/>
    protected override AnswerEventKind ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return AnswerEventKind.Malformed;

        var choices = false;
        var content = false;
        var error = false;
        var usage = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("choices"u8)) ReadChoices(ref reader, ref choices, ref content);
            else if (reader.ValueTextEquals("usage"u8)) usage |= ReadUsage(ref reader);
            else if (reader.ValueTextEquals("x_groq"u8)) ReadGroq(ref reader);
            else if (reader.ValueTextEquals("error"u8)) error |= ReadError(ref reader);
            else if (Model is null && reader.ValueTextEquals("model"u8)) ReadModel(ref reader);
            else reader.Skip();
        }

        return error ? AnswerEventKind.Error
            : content ? AnswerEventKind.Content
            : usage && !choices ? AnswerEventKind.Usage
            : AnswerEventKind.Preamble;
    }

    private void ReadChoices(ref Utf8JsonReader reader, ref bool any, ref bool content)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
                    content |= ReadMessage(ref reader);
                else if (reader.ValueTextEquals("text"u8)) content |= ReadText(ref reader);
                else if (reader.ValueTextEquals("finish_reason"u8)) content |= ReadFinishReason(ref reader) && ContentBytes > 0;
                else reader.Skip();
            }
        }
    }

    private bool ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var before = ContentBytes;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // Every member but the role is something that the model made: content, reasoning under any of its
            // names, refusal, tool calls, audio.
            var counts = !reader.ValueTextEquals("role"u8);
            reader.Read();
            var start = reader.TokenStartIndex;
            var isText = reader.TokenType == JsonTokenType.String;
            var isNested = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
            reader.Skip();
            if (counts && (isText || isNested)) ContentBytes += reader.BytesConsumed - start - 2;
        }

        return ContentBytes > before;
    }

    // A completion's, which is no chat's and has it here.
    private bool ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            ContentBytes += reader.ValueSpan.Length;
            return reader.ValueSpan.Length > 0;
        }

        reader.Skip();
        return false;
    }

    private bool ReadFinishReason(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }

        if (!JsonText.TryGetString(ref reader, out var reason) || reason.Length is 0 or > 64) return false;
        FinishReason = reason;
        return true;
    }

    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (ChatUsage.Read(ref reader) is not { } usage) return false;
        Usage = usage;
        return true;
    }

    // Groq puts the usage of a stream here: https://console.groq.com/docs/api-reference
    private void ReadGroq(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else reader.Skip();
        }
    }
}
