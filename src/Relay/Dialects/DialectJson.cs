using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects;

/// <summary>How JSON is read and written in every dialect.</summary>
internal static class DialectJson
{
    /// <summary>Deep schemas and arguments of tools occur; what is deeper than this is hostile.</summary>
    public const int MaxDepth = 256;

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

    /// <summary>Reads a whole number that an int holds; null for all else, which is skipped.</summary>
    public static int? ReadInt(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) return number;
        reader.Skip();
        return null;
    }
}
