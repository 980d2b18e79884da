using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>A cited piece of text: a segment of grounding, or a source of a recitation, which has an address too.</summary>
internal readonly record struct GeminiSpan
{
    /// <summary>The source's address; null for none.</summary>
    public string? Url { get; private init; }

    /// <summary>The source's title; null for none.</summary>
    public string? Title { get; private init; }

    private int? Start { get; init; }

    private int? End { get; init; }

    /// <summary>Reads the object that the reader stands on, and leaves the reader at its end.</summary>
    public static GeminiSpan Read(scoped ref Utf8JsonReader reader)
    {
        string? url = null, title = null;
        int? start = null, end = null;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            var isNumber = reader.TokenType == JsonTokenType.Number;
            if (name is "uri") url = GeminiJson.ReadWord(ref reader, int.MaxValue);
            else if (name is "title") title = GeminiJson.ReadWord(ref reader, int.MaxValue);
            else if (name is "startIndex" && isNumber && reader.TryGetInt32(out var from)) start = from;
            else if (name is "endIndex" && isNumber && reader.TryGetInt32(out var to)) end = to;
            else reader.Skip();
        }

        return new GeminiSpan { Url = url, Title = title, Start = start, End = end };
    }

    /// <summary>Where it begins in characters. A start of zero is left out on the wire.</summary>
    public int? StartIn(ReadOnlySpan<byte> text) => End is null && Start is null ? null : GeminiOffset.ToCharacters(text, Start ?? 0);

    /// <summary>Where it ends in characters; null when it is not said.</summary>
    public int? EndIn(ReadOnlySpan<byte> text) => End is { } end ? GeminiOffset.ToCharacters(text, end) : null;
}
