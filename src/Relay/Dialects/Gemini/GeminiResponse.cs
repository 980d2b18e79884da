using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// What a tool said, which Gemini has as an object: under <c>output</c>, or under <c>error</c> when it failed. All other
/// objects are what it said themselves.
/// </summary>
/// <remarks>https://ai.google.dev/api/caching#FunctionResponse</remarks>
internal static class GeminiResponse
{
    /// <summary>Takes the text out of an object.</summary>
    public static (string Text, bool IsError) Read(ReadOnlySpan<byte> json)
    {
        var reader = DialectJson.ReaderOn(json);
        if (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            var isKnown = isError || reader.ValueTextEquals("output"u8);
            reader.Read();
            var value = reader;
            var raw = DialectJson.Slice(ref reader, json);
            reader.Read();
            // With another member beside it, neither says it all.
            if (isKnown && reader.TokenType == JsonTokenType.EndObject)
            {
                if (value.TokenType == JsonTokenType.String) return (JsonString.Read(ref value), isError);
                if (isError) return (Encoding.UTF8.GetString(raw), true);
            }
        }

        return (Encoding.UTF8.GetString(json), false);
    }

    /// <summary>Writes a text as an object. It is not taken for JSON, in which Gemini's numbers would lose digits.</summary>
    public static void Write(Utf8JsonWriter json, string text, bool isError)
    {
        json.WriteStartObject();
        json.WriteString(isError ? "error"u8 : "output"u8, text);
        json.WriteEndObject();
    }
}
