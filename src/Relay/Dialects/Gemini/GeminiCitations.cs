using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Sources of an answer: <c>groundingMetadata</c> and <c>citationMetadata</c>.</summary>
/// <remarks>https://ai.google.dev/gemini-api/docs/google-search</remarks>
internal static class GeminiCitations
{
    // Keeps the place of a source of a kind that is not known, for supports count them.
    private static readonly Citation Nothing = new(null, null);

    /// <summary>Reads both, either of which may be empty, and pushes what they say about a text.</summary>
    public static void Read(
        ReadOnlySpan<byte> grounding, ReadOnlySpan<byte> citations, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (grounding is [(byte)'{', ..]) ReadGrounding(grounding, text, sink);
        if (citations is [(byte)'{', ..]) ReadSources(citations, text, sink);
    }

    private static void ReadGrounding(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        var chunks = new List<Citation>();
        ReadOnlySpan<byte> supports = default;
        var reader = DialectJson.ReaderOn(json);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "groundingChunks" && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) chunks.Add(ReadChunk(ref reader));
            }
            else if (name is "groundingSupports")
            {
                supports = DialectJson.Slice(ref reader, json);
            }
            else
            {
                reader.Skip();
            }
        }

        var cited = ReadSupports(supports, chunks, text, sink);
        // Sources without a place are sources all the same.
        for (var i = 0; i < chunks.Count; i++)
        {
            if (!cited.Contains(i) && chunks[i] != Nothing) sink.Cite(chunks[i]);
        }
    }

    // {"web":{"uri","title"}}, {"retrievedContext":{"uri","title","text"}} and others alike.
    private static Citation ReadChunk(scoped ref Utf8JsonReader reader)
    {
        string? uri = null, title = null, quote = null;
        int? page = null;
        var depth = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return Nothing;
        }

        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != depth + 2) continue;
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (name is "uri") uri = GeminiJson.ReadWord(ref reader, int.MaxValue);
            else if (name is "title") title = GeminiJson.ReadWord(ref reader, int.MaxValue);
            else if (name is "text") quote = GeminiJson.ReadWord(ref reader, int.MaxValue);
            else if (name is "pageNumber" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) page = number;
            else reader.Skip();
        }

        return new Citation(uri, title) { Quote = quote, Page = page };
    }

    private static HashSet<int> ReadSupports(
        ReadOnlySpan<byte> json, List<Citation> chunks, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        var cited = new HashSet<int>();
        if (json is not [(byte)'[', ..]) return cited;
        var reader = DialectJson.ReaderOn(json);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var indexes = new List<int>();
            GeminiSpan? place = null;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = GeminiName.Read(in reader, buffer);
                reader.Read();
                if (name is "segment" && reader.TokenType == JsonTokenType.StartObject) place = GeminiSpan.Read(ref reader);
                else if (name is "groundingChunkIndices" && reader.TokenType == JsonTokenType.StartArray) ReadIndexes(ref reader, indexes);
                else reader.Skip();
            }

            foreach (var index in indexes)
            {
                if (index < 0 || index >= chunks.Count) continue;
                cited.Add(index);
                sink.Cite(chunks[index] with { Start = place?.StartIn(text), End = place?.EndIn(text) });
            }
        }

        return cited;
    }

    private static void ReadIndexes(scoped ref Utf8JsonReader reader, List<int> indexes)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index)) indexes.Add(index);
            else reader.Skip();
        }
    }

    // Named citationSources by the Gemini API, citations by Vertex.
    private static void ReadSources(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        var reader = DialectJson.ReaderOn(json);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isSources = GeminiName.Read(in reader, buffer) is "citationSources" or "citations";
            reader.Read();
            if (!isSources || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                var place = GeminiSpan.Read(ref reader);
                sink.Cite(new Citation(place.Url, place.Title) { Start = place.StartIn(text), End = place.EndIn(text) });
            }
        }
    }
}
