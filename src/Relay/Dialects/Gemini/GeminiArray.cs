using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>The elements of a stream in the form of a JSON array.</summary>
internal struct GeminiArray
{
    private int _at;

    /// <summary>Whether the array's end has come, and nothing behind it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Begins with the first element; null when it is no array.</summary>
    public static GeminiArray? TryEnter(ReadOnlySpan<byte> json)
    {
        var at = json.IndexOfAnyExcept(" \t\r\n"u8);
        return at >= 0 && json[at] == '[' ? new GeminiArray { _at = at + 1 } : null;
    }

    /// <summary>Takes the next element.</summary>
    /// <param name="element">Its bytes.</param>
    /// <param name="json">The whole.</param>
    /// <returns>False at the end, or where the array breaks off.</returns>
    public bool TryNext(out ReadOnlySpan<byte> element, ReadOnlySpan<byte> json)
    {
        element = default;
        var rest = json[_at..];
        var skip = rest.IndexOfAnyExcept(" \t\r\n,"u8);
        if (skip < 0) return false;
        if (rest[skip] == ']')
        {
            IsWhole = rest[(skip + 1)..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(rest[skip..], isFinalBlock: false, new JsonReaderState(GeminiJson.ReaderOptions));
            if (!reader.Read() || !reader.TrySkip()) return false;
            element = rest.Slice(skip, (int)reader.BytesConsumed);
            _at += skip + element.Length;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
