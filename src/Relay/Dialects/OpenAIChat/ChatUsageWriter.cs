using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Writes the usage of an answer.</summary>
internal static class ChatUsageWriter
{
    /// <summary>
    /// Writes the object. The three totals are always there, for strict clients break without them; a part that is
    /// not known is left out, and one that is zero is zero.
    /// </summary>
    public static void Write(Utf8JsonWriter json, in Usage usage)
    {
        var (input, output) = (usage.Input ?? 0, usage.Output ?? 0);
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, input);
        json.WriteNumber("completion_tokens"u8, output);
        json.WriteNumber("total_tokens"u8, input + output);
        if ((usage.CachedInput ?? usage.CacheWriteInput ?? usage.AudioInput) is not null)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            Write(json, "cached_tokens"u8, usage.CachedInput);
            Write(json, "cache_write_tokens"u8, usage.CacheWriteInput);
            Write(json, "audio_tokens"u8, usage.AudioInput);
            json.WriteEndObject();
        }

        if ((usage.Reasoning ?? usage.AudioOutput) is not null)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            Write(json, "reasoning_tokens"u8, usage.Reasoning);
            Write(json, "audio_tokens"u8, usage.AudioOutput);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }
}
