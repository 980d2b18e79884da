using System.Text.Json;
using Relay.Ledger;

namespace Relay.Tests.Ledger.Prices;

/// <summary>The usage of a recorded body, read simply: the product's readers are tested with their dialects.</summary>
internal static class RecordedUsage
{
    public static Usage From(string flavour, JsonElement body)
    {
        if (body.TryGetProperty("usageMetadata", out var gemini)) return FromGemini(gemini);

        var usage = body.GetProperty("usage");
        return usage.TryGetProperty("cache_read_input_tokens", out _)
            ? FromAnthropic(usage)
            : FromOpenAI(flavour, usage);
    }

    private static Usage FromAnthropic(JsonElement usage) => new()
    {
        Input = Count(usage, "input_tokens") + (Count(usage, "cache_creation_input_tokens") ?? 0)
            + (Count(usage, "cache_read_input_tokens") ?? 0),
        CachedInput = Count(usage, "cache_read_input_tokens"),
        CacheWriteInput = Count(usage, "cache_creation_input_tokens"),
        CacheWrite1hInput = Count(usage, "cache_creation", "ephemeral_1h_input_tokens"),
        Output = Count(usage, "output_tokens"),
    };

    private static Usage FromOpenAI(string flavour, JsonElement usage)
    {
        if (flavour == "embeddings") return new Usage { Input = Count(usage, "prompt_tokens"), Output = 0 };

        var (input, output) = usage.TryGetProperty("input_tokens", out _)
            ? ("input", "output")
            : ("prompt", "completion");
        return new Usage
        {
            Input = Count(usage, $"{input}_tokens"),
            CachedInput = Count(usage, $"{input}_tokens_details", "cached_tokens"),
            CacheWriteInput = Count(usage, $"{input}_tokens_details", "cache_write_tokens"),
            AudioInput = Count(usage, $"{input}_tokens_details", "audio_tokens"),
            Output = Count(usage, $"{output}_tokens"),
            Reasoning = Count(usage, $"{output}_tokens_details", "reasoning_tokens"),
            AudioOutput = Count(usage, $"{output}_tokens_details", "audio_tokens"),
        };
    }

    // Gemini's thoughts are outside its candidates, and tool results outside its prompt.
    private static Usage FromGemini(JsonElement usage) => new()
    {
        Input = (Count(usage, "promptTokenCount") ?? 0) + (Count(usage, "toolUsePromptTokenCount") ?? 0),
        CachedInput = Count(usage, "cachedContentTokenCount"),
        AudioInput = Modality(usage, "promptTokensDetails", "AUDIO"),
        CachedAudioInput = Modality(usage, "cacheTokensDetails", "AUDIO"),
        Output = (Count(usage, "candidatesTokenCount") ?? 0) + (Count(usage, "thoughtsTokenCount") ?? 0),
        Reasoning = Count(usage, "thoughtsTokenCount"),
        AudioOutput = Modality(usage, "candidatesTokensDetails", "AUDIO"),
    };

    private static long? Count(JsonElement at, params string[] path)
    {
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        }

        return at.ValueKind == JsonValueKind.Number ? at.GetInt64() : null;
    }

    private static long? Modality(JsonElement usage, string details, string modality) =>
        usage.TryGetProperty(details, out var list)
            ? list.EnumerateArray().Where(item => item.GetProperty("modality").GetString() == modality)
                .Sum(item => item.GetProperty("tokenCount").GetInt64())
            : null;
}
