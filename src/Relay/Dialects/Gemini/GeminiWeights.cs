using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads and writes <c>logprobsResult</c>: how likely the tokens of an answer are, and which were the likeliest.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#LogprobsResult</remarks>
internal static class GeminiWeights
{
    /// <summary>Reads one.</summary>
    public static List<TokenWeight> Read(ReadOnlySpan<byte> json)
    {
        List<TokenWeight> chosen = [];
        List<List<TokenWeight>> top = [];
        var reader = DialectJson.ReaderOn(json);
        if (reader.TokenType != JsonTokenType.StartObject) return chosen;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "chosenCandidates" && reader.TokenType == JsonTokenType.StartArray) chosen = ReadCandidates(ref reader);
            else if (name is "topCandidates" && reader.TokenType == JsonTokenType.StartArray) top = ReadTop(ref reader);
            else reader.Skip();
        }

        return [.. chosen.Select((weight, i) => i < top.Count ? weight with { Others = top[i] } : weight)];
    }

    /// <summary>Writes one, as a member of a candidate.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TokenWeight> weights)
    {
        json.WriteStartObject("logprobsResult"u8);
        if (weights.Any(static weight => weight.Others.Count > 0))
        {
            json.WriteStartArray("topCandidates"u8);
            foreach (var weight in weights)
            {
                json.WriteStartObject();
                json.WriteStartArray("candidates"u8);
                foreach (var other in weight.Others) WriteCandidate(json, other);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("chosenCandidates"u8);
        foreach (var weight in weights) WriteCandidate(json, weight);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter json, TokenWeight weight)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, weight.Token);
        json.WriteNumber("logProbability"u8, weight.Logprob);
        json.WriteEndObject();
    }

    private static List<List<TokenWeight>> ReadTop(scoped ref Utf8JsonReader reader)
    {
        var top = new List<List<TokenWeight>>();
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            List<TokenWeight> candidates = [];
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isCandidates = GeminiName.Read(in reader, buffer) is "candidates";
                reader.Read();
                if (isCandidates && reader.TokenType == JsonTokenType.StartArray) candidates = ReadCandidates(ref reader);
                else reader.Skip();
            }

            top.Add(candidates);
        }

        return top;
    }

    private static List<TokenWeight> ReadCandidates(scoped ref Utf8JsonReader reader)
    {
        var candidates = new List<TokenWeight>();
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var token = "";
            // What is certain has none here: proto3 leaves zeros out.
            double logprob = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = GeminiName.Read(in reader, buffer);
                reader.Read();
                if (name is "token" && reader.TokenType == JsonTokenType.String) token = JsonString.Read(ref reader);
                else if (name is "logProbability" && reader.TokenType == JsonTokenType.Number)
                    logprob = reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : TokenWeights.Impossible;
                else reader.Skip();
            }

            candidates.Add(new TokenWeight(token, logprob));
        }

        return candidates;
    }
}
