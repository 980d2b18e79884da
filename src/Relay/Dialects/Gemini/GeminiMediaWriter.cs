using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Writes images, sound and files.</summary>
internal static class GeminiMediaWriter
{
    /// <summary>Whether a part has its bytes with it.</summary>
    public static bool IsInline(Part part) => SourceOf(part) is { Base64.Length: > 0 };

    /// <summary>Writes a part; what Gemini cannot open becomes a loss and an empty text.</summary>
    public static void Write(Utf8JsonWriter json, Part part, Conversation conversation)
    {
        var source = SourceOf(part);
        var uri = source?.Url ?? (source?.FileId is { } id && IsHeldByGoogle(id) ? id : null);
        json.WriteStartObject();
        if (source is { Base64.Length: > 0 })
        {
            json.WriteStartObject("inlineData"u8);
            json.WriteString("mimeType"u8, TypeOf(part, source) ?? "application/octet-stream");
            json.WriteString("data"u8, source.Base64.Span);
            json.WriteEndObject();
        }
        else if (uri is not null)
        {
            json.WriteStartObject("fileData"u8);
            if (TypeOf(part, source!) is { } type) json.WriteString("mimeType"u8, type);
            json.WriteString("fileUri"u8, uri);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text"u8, ""u8);
            conversation.Losses.Add(new(part.Path, true));
        }

        json.WriteEndObject();
        if (part is ImagePart { Detail: not (null or "auto") }) conversation.Losses.Add(new($"{part.Path}.detail", false));
        if (part is FilePart { Name: not null }) conversation.Losses.Add(new($"{part.Path}.filename", false));
        if (part is FilePart { Context: not null }) conversation.Losses.Add(new($"{part.Path}.context", false));
    }

    private static MediaSource? SourceOf(Part part) => part switch
    {
        ImagePart image => image.Source,
        AudioPart audio => audio.Source,
        FilePart file => file.Source,
        _ => null,
    };

    // Ids of other providers' files look otherwise.
    private static bool IsHeldByGoogle(string id) =>
        id.StartsWith("gs://", StringComparison.Ordinal) || id.StartsWith("files/", StringComparison.Ordinal)
        || id.StartsWith("https://", StringComparison.Ordinal);

    private static string? TypeOf(Part part, MediaSource source) => source.MediaType
        ?? ByEnding(source.Url)
        ?? ByEnding((part as FilePart)?.Name)
        ?? (source.Base64.IsEmpty ? null : part switch
        {
            ImagePart => "image/png",
            AudioPart => "audio/wav",
            _ => "application/pdf",
        });

    private static string? ByEnding(string? name)
    {
        if (name is null) return null;
        var end = name.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? name : name[..end];
        return path[(path.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
        {
            "png" => "image/png",
            "jpg" or "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            "heic" => "image/heic",
            "pdf" => "application/pdf",
            "txt" => "text/plain",
            "md" => "text/markdown",
            "csv" => "text/csv",
            "html" => "text/html",
            "wav" => "audio/wav",
            "mp3" => "audio/mp3",
            "mp4" => "video/mp4",
            _ => null,
        };
    }
}
