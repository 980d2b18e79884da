using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>How JSON is read and written here.</summary>
internal static class ChatJson
{
    /// <summary>Deep schemas of tools occur; what is deeper than this is hostile.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = PlainJsonEncoder.Instance,
        MaxDepth = 2 * MaxDepth,
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

    /// <summary>Skips the value that the reader stands on.</summary>
    /// <returns>Its bytes as they stand there.</returns>
    public static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Reads a string that says something; null for all else, which is skipped.</summary>
    public static string? ReadWord(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && JsonString.Read(ref reader) is { Length: > 0 } text) return text;
        reader.Skip();
        return null;
    }

    /// <summary>Reads a whole number that an int holds; null for all else, which is skipped.</summary>
    public static int? ReadInt(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) return number;
        reader.Skip();
        return null;
    }
}
