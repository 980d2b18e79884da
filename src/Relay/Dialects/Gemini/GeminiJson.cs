using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>How JSON is read and written here.</summary>
internal static class GeminiJson
{
    /// <summary>Deep schemas and arguments of tools occur; what is deeper than this is hostile.</summary>
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

    /// <summary>Makes a writer into a buffer, which needs no disposal: it holds nothing else.</summary>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> output) => new(output, WriterOptions);

    /// <summary>Reads a word such as an id or an enumeration's.</summary>
    /// <param name="reader">Stands on the value, and is left at its end.</param>
    /// <param name="maxLength">In characters; what is longer is no such word.</param>
    /// <returns>Null when it is none.</returns>
    public static string? ReadWord(scoped ref Utf8JsonReader reader, int maxLength)
    {
        if (reader.TokenType == JsonTokenType.String && JsonString.Read(ref reader) is { Length: > 0 } text && text.Length <= maxLength)
            return text;
        reader.Skip();
        return null;
    }

    /// <summary>Reads a word that has most likely been read before, and then is not made anew.</summary>
    /// <param name="reader">Stands on the value, and is left at its end.</param>
    /// <param name="maxLength">In characters; what is longer is no such word.</param>
    /// <param name="known">The word that was read before; null for none.</param>
    /// <returns>Null when it is none.</returns>
    public static string? ReadWord(scoped ref Utf8JsonReader reader, int maxLength, string? known) =>
        known is not null && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueTextEquals(known)
            ? known
            : ReadWord(ref reader, maxLength);

    /// <summary>Reads true; anything else is false.</summary>
    public static bool ReadFlag(scoped ref Utf8JsonReader reader)
    {
        var value = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return value;
    }

    /// <summary>Skips the value that the reader stands on.</summary>
    /// <returns>Its bytes as they stand there.</returns>
    public static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Whether a text is one JSON object, and nothing behind it.</summary>
    public static bool IsObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes JSON that is already JSON, on one line, for a line break would end an event.</summary>
    public static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            json.WriteRawValue(value, skipInputValidation: true);
            return;
        }

        // In strings there can be none but escaped.
        var rented = ArrayPool<byte>.Shared.Rent(value.Length);
        var line = rented.AsSpan(0, value.Length);
        value.Replace(line, (byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        json.WriteRawValue(line, skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }
}
