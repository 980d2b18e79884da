using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Gemini;

/// <summary>Usage as Gemini counts it: thoughts are beside the candidates, and results of its own tools beside the prompt.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#UsageMetadata</remarks>
internal static class GeminiUsage
{
    /// <summary>Reads the value that the reader stands on, and leaves it at the value's end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="tier">The class of service that was given, in OpenAI's words; null when it is not said, or in no word that is known.</param>
    /// <returns>Null when it counts nothing. What the provider left out is null, what it says is zero is zero.</returns>
    public static Usage? Read(scoped ref Utf8JsonReader reader, out string? tier)
    {
        tier = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? prompt = null, tools = null, candidates = null, thoughts = null, cached = null, total = null;
        long? audioIn = null, toolAudio = null, audioCached = null, audioOut = null;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            switch (name)
            {
                case "promptTokenCount": prompt = Number(ref reader); break;
                case "toolUsePromptTokenCount": tools = Number(ref reader); break;
                case "candidatesTokenCount": candidates = Number(ref reader); break;
                case "thoughtsTokenCount": thoughts = Number(ref reader); break;
                case "cachedContentTokenCount": cached = Number(ref reader); break;
                case "totalTokenCount": total = Number(ref reader); break;
                case "promptTokensDetails": audioIn = AudioOf(ref reader); break;
                case "toolUsePromptTokensDetails": toolAudio = AudioOf(ref reader); break;
                case "cacheTokensDetails": audioCached = AudioOf(ref reader); break;
                case "candidatesTokensDetails": audioOut = AudioOf(ref reader); break;
                case "serviceTier" or "trafficType": tier = GeminiTier.Read(ref reader) ?? tier; break;
                default: reader.Skip(); break;
            }
        }

        if ((prompt ?? tools ?? candidates ?? thoughts ?? cached ?? total) is null) return null;
        var input = Sum(prompt, tools);
        // A count of zero is left out here; only the total tells it from one that was not said.
        if (candidates is null && total - input - (thoughts ?? 0) is >= 0 and var rest) candidates = rest;
        return new Usage
        {
            Input = input,
            CachedInput = cached,
            AudioInput = Sum(audioIn, toolAudio),
            CachedAudioInput = audioCached,
            Output = Sum(candidates, thoughts),
            Reasoning = thoughts,
            AudioOutput = audioOut,
        };
    }

    /// <summary>Writes the value.</summary>
    public static void Write(Utf8JsonWriter json, in Usage usage, string? tier)
    {
        json.WriteStartObject();
        Write(json, "promptTokenCount"u8, usage.Input);
        Write(json, "cachedContentTokenCount"u8, usage.CachedInput);
        var candidates = usage.Output - (usage.Reasoning ?? 0);
        Write(json, "candidatesTokenCount"u8, candidates);
        Write(json, "thoughtsTokenCount"u8, usage.Reasoning);
        Write(json, "totalTokenCount"u8, usage.Input + usage.Output);
        WriteDetails(json, "promptTokensDetails"u8, usage.Input, usage.AudioInput);
        WriteDetails(json, "cacheTokensDetails"u8, usage.CachedInput, usage.CachedAudioInput);
        WriteDetails(json, "candidatesTokensDetails"u8, candidates, usage.AudioOutput);
        if (GeminiTier.ToText(tier) is { } word) json.WriteString("serviceTier"u8, word);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? count)
    {
        if (count is { } number) json.WriteNumber(name, number);
    }

    private static void WriteDetails(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? total, long? audio)
    {
        if (audio is not { } part) return;
        json.WriteStartArray(name);
        WriteDetail(json, "TEXT"u8, Math.Max(0, (total ?? part) - part));
        WriteDetail(json, "AUDIO"u8, part);
        json.WriteEndArray();
    }

    private static void WriteDetail(Utf8JsonWriter json, ReadOnlySpan<byte> modality, long count)
    {
        json.WriteStartObject();
        json.WriteString("modality"u8, modality);
        json.WriteNumber("tokenCount"u8, count);
        json.WriteEndObject();
    }

    private static long? AudioOf(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        long sum = 0;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var isAudio = false;
            long? count = null;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = GeminiName.Read(in reader, buffer);
                if (name is "tokenCount")
                {
                    count = Number(ref reader);
                    continue;
                }

                var isModality = name is "modality";
                reader.Read();
                isAudio |= isModality && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("AUDIO"u8);
                reader.Skip();
            }

            if (isAudio) sum += count ?? 0;
        }

        return sum;
    }

    private static long? Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number < 0 ? null : number;
        reader.Skip();
        return null;
    }

    private static long? Sum(long? first, long? second) =>
        first is null && second is null ? null : (first ?? 0) + (second ?? 0);
}
