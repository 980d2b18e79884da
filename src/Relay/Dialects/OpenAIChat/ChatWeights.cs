using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads and writes <c>logprobs</c> of a choice: how likely the tokens of its text are, or of its refusal.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/object</remarks>
internal static class ChatWeights
{
    /// <summary>Reads an object, behind what is there.</summary>
    public static void Read(ReadOnlySpan<byte> json, List<TokenWeight> weights)
    {
        var reader = DialectJson.ReaderOn(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isList = JsonString.Is(ref reader, "content"u8) || JsonString.Is(ref reader, "refusal"u8);
            reader.Read();
            var value = DialectJson.Slice(ref reader, json);
            if (isList) weights.AddRange(TokenWeights.Read(value));
        }
    }

    /// <summary>Writes the member; null when there are none.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TokenWeight> content, IReadOnlyList<TokenWeight> refusal)
    {
        json.WritePropertyName("logprobs"u8);
        if (content.Count + refusal.Count == 0)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        WriteList(json, "content"u8, content);
        WriteList(json, "refusal"u8, refusal);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<TokenWeight> weights)
    {
        json.WritePropertyName(name);
        if (weights.Count == 0)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        foreach (var weight in weights) TokenWeights.Write(json, weight);
        json.WriteEndArray();
    }
}
