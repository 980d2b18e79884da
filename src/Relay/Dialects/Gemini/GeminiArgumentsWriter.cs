using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>Writes a call's arguments: Gemini takes nothing but an object, so what is none becomes the text in one.</summary>
internal static class GeminiArgumentsWriter
{
    /// <summary>Writes them.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="arguments">What the model said.</param>
    /// <param name="isCustom">Whether the tool takes free text.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> arguments, bool isCustom)
    {
        if (!isCustom && DialectJson.IsObject(arguments)) DialectJson.WriteRaw(json, arguments);
        else if (!isCustom && arguments.Trim(" \t\r\n"u8).IsEmpty) json.WriteRawValue("{}"u8, skipInputValidation: true);
        else GeminiCustomInput.Write(json, arguments);
    }
}
