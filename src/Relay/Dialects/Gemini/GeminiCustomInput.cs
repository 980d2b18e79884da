using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Tools that take free text, which Gemini has not: they are offered as functions with one argument, the text.
/// </summary>
internal static class GeminiCustomInput
{
    /// <summary>The schema of the arguments.</summary>
    public static ReadOnlySpan<byte> Schema =>
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}"""u8;

    /// <summary>Writes free text as arguments.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("input"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Takes the text out of arguments.</summary>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="output">Where to; cleared before.</param>
    /// <returns>False when there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> arguments, ArrayBufferWriter<byte> output)
    {
        var reader = DialectJson.ReaderOn(arguments);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isInput = reader.ValueSpan.SequenceEqual("input"u8);
            reader.Read();
            if (isInput && reader.TokenType == JsonTokenType.String)
            {
                JsonString.Read(ref reader, output);
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
