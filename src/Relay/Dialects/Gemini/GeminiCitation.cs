using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>A source of an answer with its place in bytes.</summary>
/// <param name="Source">The source.</param>
/// <param name="Start">Where the cited piece begins; null when it is not known.</param>
/// <param name="End">Where it ends, exclusive; null when it is not known.</param>
internal readonly record struct GeminiCitation(Citation Source, int? Start, int? End)
{
    /// <summary>Writes the member <c>groundingMetadata</c>: the sources, and of each that has a place a support.</summary>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<GeminiCitation> citations)
    {
        json.WriteStartObject("groundingMetadata"u8);
        json.WriteStartArray("groundingChunks"u8);
        foreach (var citation in citations) WriteSource(json, citation.Source);
        json.WriteEndArray();
        json.WriteStartArray("groundingSupports"u8);
        for (var i = 0; i < citations.Count; i++)
        {
            if (citations[i].End is { } end) WriteSupport(json, citations[i].Start ?? 0, end, i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, Citation source)
    {
        json.WriteStartObject();
        // Of the web only the address is said; the words of a source have their place in retrieved context.
        json.WriteStartObject(source.Url is not null && source.Quote is null ? "web"u8 : "retrievedContext"u8);
        if (source.Url is { } url) json.WriteString("uri"u8, url);
        if (source.Title is { } title) json.WriteString("title"u8, title);
        if (source.Quote is { } quote) json.WriteString("text"u8, quote);
        if (source is { Url: null, Page: { } page }) json.WriteNumber("pageNumber"u8, page);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSupport(Utf8JsonWriter json, int start, int end, int index)
    {
        json.WriteStartObject();
        json.WriteStartObject("segment"u8);
        json.WriteNumber("startIndex"u8, start);
        json.WriteNumber("endIndex"u8, end);
        json.WriteEndObject();
        json.WriteStartArray("groundingChunkIndices"u8);
        json.WriteNumberValue(index);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
