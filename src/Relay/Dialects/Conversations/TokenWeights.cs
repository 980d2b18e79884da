using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Conversations;

/// <summary>Likelihoods in the form that both of OpenAI's dialects have: <c>token</c>, <c>logprob</c>, <c>bytes</c> and <c>top_logprobs</c>.</summary>
internal static class TokenWeights
{
    /// <summary>The logarithm of what cannot be, as OpenAI says it: https://platform.openai.com/docs/api-reference/chat/object</summary>
    public const double Impossible = -9999;

    /// <summary>Reads a list; of what is none, nothing.</summary>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    public static List<TokenWeight> Read(ReadOnlySpan<byte> json)
    {
        var weights = new List<TokenWeight>();
        if (json is not [(byte)'[', ..]) return weights;
        var reader = DialectJson.ReaderOn(json);
        ReadList(ref reader, json, weights);
        return weights;
    }

    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, TokenWeight weight)
    {
        json.WriteStartObject();
        WriteToken(json, weight);
        json.WriteStartArray("top_logprobs"u8);
        foreach (var other in weight.Others)
        {
            json.WriteStartObject();
            WriteToken(json, other);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, TokenWeight weight)
    {
        json.WriteString("token"u8, weight.Token);
        json.WriteNumber("logprob"u8, weight.Logprob);
        json.WritePropertyName("bytes"u8);
        if (!weight.Bytes.IsEmpty)
        {
            DialectJson.WriteRaw(json, weight.Bytes.Span);
            return;
        }

        json.WriteStartArray();
        foreach (var part in Encoding.UTF8.GetBytes(weight.Token)) json.WriteNumberValue(part);
        json.WriteEndArray();
    }

    private static void ReadList(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, List<TokenWeight> weights)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) weights.Add(ReadOne(ref reader, json));
            else reader.Skip();
        }
    }

    private static TokenWeight ReadOne(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var token = "";
        double logprob = 0;
        byte[] bytes = [];
        var others = new List<TokenWeight>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            if (name == "token" && reader.TokenType == JsonTokenType.String) token = JsonString.Read(ref reader);
            else if (name == "logprob" && reader.TokenType == JsonTokenType.Number) logprob = ReadNumber(ref reader);
            else if (name == "bytes" && reader.TokenType == JsonTokenType.StartArray) bytes = DialectJson.Slice(ref reader, json).ToArray();
            else if (name == "top_logprobs" && reader.TokenType == JsonTokenType.StartArray) ReadList(ref reader, json, others);
            else reader.Skip();
        }

        return new TokenWeight(token, logprob) { Bytes = bytes, Others = others };
    }

    // A number that is none to JSON's writers is as little as there is.
    private static double ReadNumber(scoped ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : Impossible;
}
