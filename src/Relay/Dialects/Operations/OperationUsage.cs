using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Operations;

/// <summary>Reads the usage of an operation, in the names that OpenAI's endpoints and those like them give it, and Gemini's.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/images/object and …/audio/json-object: input_tokens, output_tokens and
/// their details; …/embeddings: prompt_tokens. A usage in seconds, as Whisper's, counts no tokens.
/// </remarks>
internal static class OperationUsage
{
    /// <summary>Reads the value that the reader stands on, and leaves it at the value's end.</summary>
    /// <returns>Null when no tokens are counted. Where only input is named, there was no output.</returns>
    public static Usage? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? input = null, output = null, total = null;
        Details inputs = default, outputs = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("input_tokens"u8) || reader.ValueTextEquals("prompt_tokens"u8)
                || reader.ValueTextEquals("promptTokenCount"u8)) input = Number(ref reader);
            else if (reader.ValueTextEquals("output_tokens"u8) || reader.ValueTextEquals("completion_tokens"u8)) output = Number(ref reader);
            else if (reader.ValueTextEquals("total_tokens"u8)) total = Number(ref reader);
            else if (reader.ValueTextEquals("input_tokens_details"u8) || reader.ValueTextEquals("input_token_details"u8)
                || reader.ValueTextEquals("prompt_tokens_details"u8)) inputs = ReadDetails(ref reader);
            else if (reader.ValueTextEquals("output_tokens_details"u8) || reader.ValueTextEquals("output_token_details"u8))
                outputs = ReadDetails(ref reader);
            else reader.Skip();
        }

        input ??= output is null ? total : null;
        if (input is null && output is null) return null;
        return new Usage
        {
            Input = input,
            Output = output ?? 0,
            CachedInput = inputs.Cached,
            AudioInput = inputs.Audio,
            ImageInput = inputs.Image,
            AudioOutput = outputs.Audio,
            ImageOutput = outputs.Image,
        };
    }

    private static Details ReadDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        Details details = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return details;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("cached_tokens"u8)) details = details with { Cached = Number(ref reader) };
            else if (reader.ValueTextEquals("audio_tokens"u8)) details = details with { Audio = Number(ref reader) };
            else if (reader.ValueTextEquals("image_tokens"u8)) details = details with { Image = Number(ref reader) };
            else reader.Skip();
        }

        return details;
    }

    private static long? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number < 0 ? null : number;
        reader.Skip();
        return null;
    }

    private readonly record struct Details(long? Cached, long? Audio, long? Image);
}
