using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Arguments of tools, which are an object here: tools that take free text are offered as ones with one argument, the
/// text, and what else is no object becomes such a text too.
/// </summary>
internal static class MessagesCustomInput
{
    /// <summary>The schema of the arguments.</summary>
    public static ReadOnlySpan<byte> Schema =>
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}"""u8;

    /// <summary>Writes arguments.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> arguments, bool isCustom)
    {
        if (!isCustom && DialectJson.IsObject(arguments))
        {
            DialectJson.WriteRaw(json, arguments);
            return;
        }

        json.WriteStartObject();
        if (isCustom || !arguments.Trim(" \t\r\n"u8).IsEmpty) json.WriteString("input"u8, arguments);
        json.WriteEndObject();
    }

    /// <summary>Writes arguments.</summary>
    public static void Write(Utf8JsonWriter json, string arguments, bool isCustom) =>
        Write(json, Encoding.UTF8.GetBytes(arguments), isCustom);

    /// <summary>Takes the text out of arguments.</summary>
    /// <param name="arguments">What the model made; an object, if all is well.</param>
    /// <param name="output">Where to; cleared before.</param>
    /// <returns>False when there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> arguments, ArrayBufferWriter<byte> output)
    {
        if (!DialectJson.IsObject(arguments)) return false;
        var reader = DialectJson.ReaderOn(arguments);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isInput = JsonString.ReadName(ref reader) is "input";
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
