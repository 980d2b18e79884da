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
    private long? _reasoning;

    /// <summary>The class of service, in Anthropic's word; null when it does not say.</summary>
    public string? Tier { get; private set; }

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
            else if (reader.ValueTextEquals("cache_creation"u8)) ReadPart(ref reader, "ephemeral_1h_input_tokens"u8, ref _cacheWrite1h);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) ReadPart(ref reader, "thinking_tokens"u8, ref _reasoning);
            else if (reader.ValueTextEquals("service_tier"u8)) Tier = ReadTier(ref reader) ?? Tier;
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
        Reasoning = _reasoning,
    };

    /// <summary>Writes usage. The totals are always there, for clients count on them; the parts where they are known.</summary>
    public static void Write(Utf8JsonWriter json, in Usage usage, string? tier)
    {
        var cached = (usage.CachedInput ?? 0) + (usage.CacheWriteInput ?? 0);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, Math.Max(0, (usage.Input ?? 0) - cached));
        if (usage.CacheWriteInput is { } written) json.WriteNumber("cache_creation_input_tokens"u8, written);
        if (usage.CachedInput is { } read) json.WriteNumber("cache_read_input_tokens"u8, read);
        if (usage.CacheWrite1hInput is { } hour)
        {
            json.WriteStartObject("cache_creation"u8);
            json.WriteNumber("ephemeral_5m_input_tokens"u8, Math.Max(0, (usage.CacheWriteInput ?? hour) - hour));
            json.WriteNumber("ephemeral_1h_input_tokens"u8, hour);
            json.WriteEndObject();
        }

        json.WriteNumber("output_tokens"u8, usage.Output ?? 0);
        if (usage.Reasoning is { } reasoning)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, reasoning);
            json.WriteEndObject();
        }

        // There are no words for others.
        if (tier is "default" or "auto" or "standard") json.WriteString("service_tier"u8, "standard"u8);
        else if (tier is "priority" or "batch") json.WriteString("service_tier"u8, tier);
        json.WriteEndObject();
    }

    private static string? ReadTier(ref Utf8JsonReader reader)
    {
        reader.Read();
        return MessagesJson.ReadText(ref reader);
    }

    private static void ReadPart(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref long? count)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals(name)) Take(ref reader, ref count);
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
