using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads the usage of a chat answer, with the forms that compatible providers give it.</summary>
internal static class ChatUsage
{
    /// <summary>Reads the value that the reader stands on, and leaves it at the value's end.</summary>
    /// <returns>Null when it is not an object. What the provider left out is null, what it says is zero is zero.</returns>
    public static Usage? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? input = null, cached = null, cacheWrite = null, output = null, reasoning = null, total = null;
        long? audioIn = null, audioOut = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) input = Number(ref reader);
            else if (reader.ValueTextEquals("completion_tokens"u8)) output = Number(ref reader);
            else if (reader.ValueTextEquals("total_tokens"u8)) total = Number(ref reader);
            // DeepSeek: https://api-docs.deepseek.com/guides/kv_cache. Moonshot: usage.cached_tokens.
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("cached_tokens"u8))
                cached = Number(ref reader) ?? cached;
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
                ReadDetails(ref reader, ref cached, ref cacheWrite, ref audioIn, ref reasoning);
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
                ReadDetails(ref reader, ref cached, ref cacheWrite, ref audioOut, ref reasoning);
            else reader.Skip();
        }

        // xAI counts reasoning beside the completion, not in it; the total tells.
        if (reasoning > 0 && total == input + output + reasoning) output += reasoning;
        return new Usage
        {
            Input = input,
            CachedInput = cached,
            CacheWriteInput = cacheWrite,
            Output = output,
            Reasoning = reasoning,
            AudioInput = audioIn,
            AudioOutput = audioOut,
        };
    }

    private static void ReadDetails(
        ref Utf8JsonReader reader, ref long? cached, ref long? cacheWrite, ref long? audio, ref long? reasoning)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("cached_tokens"u8)) cached = Number(ref reader) ?? cached;
            else if (reader.ValueTextEquals("cache_write_tokens"u8)) cacheWrite = Number(ref reader);
            else if (reader.ValueTextEquals("audio_tokens"u8)) audio = Number(ref reader);
            else if (reader.ValueTextEquals("reasoning_tokens"u8)) reasoning = Number(ref reader);
            else reader.Skip();
        }
    }

    private static long? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return Math.Max(0, number);
        reader.Skip();
        return null;
    }
}
