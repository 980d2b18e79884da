using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>How the JSON of answers is read and written here. A value is its bytes as they stand in the document.</summary>
internal static class ResponsesJson
{
    /// <summary>Answers repeat the schemas of tools, which may be deep; what is deeper than this is hostile.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = PlainJsonEncoder.Instance,
        // Property tests hold the form; checking each call again costs on every event.
        SkipValidation = true,
    };

    /// <summary>How all JSON is read.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Makes a writer into a buffer. It holds nothing that needs to be given back.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, WriterOptions);

    /// <summary>Makes a reader that stands on a value.</summary>
    public static Utf8JsonReader ReaderOn(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, ReaderOptions);
        reader.Read();
        return reader;
    }

    /// <summary>Whether a value is a string that says something.</summary>
    public static bool IsText(ReadOnlySpan<byte> value) => value is [(byte)'"', _, _, ..];

    /// <summary>Whether a value is there, and not null.</summary>
    public static bool IsGiven(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.SequenceEqual("null"u8);

    /// <summary>The text of a value; null when it is no string, or an empty one.</summary>
    public static string? ToText(ReadOnlySpan<byte> value)
    {
        if (!IsText(value)) return null;
        var reader = ReaderOn(value);
        return JsonString.Read(ref reader);
    }

    /// <summary>Puts the text of a value into a buffer, in place of what was there; nothing when it is no string.</summary>
    public static void ReadText(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        if (!IsText(value)) return;
        var reader = ReaderOn(value);
        JsonString.Read(ref reader, output);
    }

    /// <summary>The number of a value; null when it is none that an int holds, or less than zero.</summary>
    public static int? ToInt(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out int number, out var length) && length == value.Length && number >= 0 ? number : null;
}
