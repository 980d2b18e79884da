using System.Buffers;
using System.Buffers.Text;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>What values of answers are read as. A value is its bytes as they stand in the document.</summary>
internal static class ResponsesJson
{
    /// <summary>Whether a value is a string that says something.</summary>
    public static bool IsText(ReadOnlySpan<byte> value) => value is [(byte)'"', _, _, ..];

    /// <summary>Whether a value is there, and not null.</summary>
    public static bool IsGiven(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.SequenceEqual("null"u8);

    /// <summary>The text of a value; null when it is no string, or an empty one.</summary>
    public static string? ToText(ReadOnlySpan<byte> value)
    {
        if (!IsText(value)) return null;
        var reader = DialectJson.ReaderOn(value);
        return JsonString.Read(ref reader);
    }

    /// <summary>Puts the text of a value into a buffer, in place of what was there; nothing when it is no string.</summary>
    public static void ReadText(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        if (!IsText(value)) return;
        var reader = DialectJson.ReaderOn(value);
        JsonString.Read(ref reader, output);
    }

    /// <summary>The number of a value; null when it is none that an int holds, or less than zero.</summary>
    public static int? ToInt(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out int number, out var length) && length == value.Length && number >= 0 ? number : null;
}
