using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// The usage of an answer, gathered: the first event says the input, later ones the output so far, and any of them may say
/// a count again, which then counts.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/api/messages#response-usage</remarks>
internal struct MessagesUsage
{
    private long? _fresh;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _cacheWrite1h;
    private long? _output;

    /// <summary>Reads the value that the reader stands on, and leaves it at the value's end.</summary>
    /// <returns>False when it is no object.</returns>
    public bool Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("input_tokens"u8)) Take(ref reader, ref _fresh);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) Take(ref reader, ref _cacheRead);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) Take(ref reader, ref _cacheWrite);
            else if (reader.ValueTextEquals("output_tokens"u8)) Take(ref reader, ref _output);
            else if (reader.ValueTextEquals("cache_creation"u8)) ReadCacheCreation(ref reader);
            else reader.Skip();
        }

        return true;
    }

    /// <summary>What was said so far. <c>input_tokens</c> leave out what was cached; the total here has it.</summary>
    public readonly Usage ToUsage() => new()
    {
        Input = _fresh is null ? null : _fresh + (_cacheRead ?? 0) + (_cacheWrite ?? 0),
        CachedInput = _cacheRead,
        CacheWriteInput = _cacheWrite,
        CacheWrite1hInput = _cacheWrite1h,
        Output = _output,
    };

    private void ReadCacheCreation(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8)) Take(ref reader, ref _cacheWrite1h);
            else reader.Skip();
        }
    }

    private static void Take(ref Utf8JsonReader reader, ref long? count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) count = Math.Max(0, number);
        else reader.Skip();
    }
}
