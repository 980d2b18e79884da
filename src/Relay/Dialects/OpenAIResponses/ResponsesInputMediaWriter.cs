using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes images, sound and files.</summary>
internal static class ResponsesInputMediaWriter
{
    /// <summary>Writes a part; false when the dialect has no form for it.</summary>
    public static bool TryWrite(Utf8JsonWriter json, Part part)
    {
        switch (part)
        {
            case ImagePart { Source.IsOpenToOpenAI: true } image:
                Begin(json, "input_image"u8);
                WriteSource(json, image.Source, "image_url"u8, "image_url"u8, TypeOf(image.Source.Base64.Span));
                if (image.Detail is { } detail) json.WriteString("detail"u8, detail);
                json.WriteEndObject();
                return true;
            case FilePart { Source.IsOpenToOpenAI: true } file:
                Begin(json, "input_file"u8);
                // Data without a name is refused.
                if (file.Name is not null || !file.Source.Base64.IsEmpty) json.WriteString("filename"u8, file.Name ?? "document.pdf");
                WriteSource(json, file.Source, "file_url"u8, "file_data"u8, "application/pdf");
                json.WriteEndObject();
                return true;
            case AudioPart { Source.Base64.IsEmpty: false } audio:
                Begin(json, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, audio.Source.Base64.Span);
                json.WriteString("format"u8, FormatOf(audio.Source.MediaType));
                json.WriteEndObject();
                json.WriteEndObject();
                return true;
            default:
                return false;
        }
    }

    private static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    private static void WriteSource(
        Utf8JsonWriter json, MediaSource source, ReadOnlySpan<byte> nameOfUrl, ReadOnlySpan<byte> nameOfData, string usualType)
    {
        if (source.FileId is { } id)
        {
            json.WriteString("file_id"u8, id);
        }
        else if (source.Url is { } url)
        {
            json.WriteString(nameOfUrl, url);
        }
        else
        {
            json.WritePropertyName(nameOfData);
            // All in UTF-8: segments of both encodings do not make one text.
            json.WriteStringValueSegment(Encoding.UTF8.GetBytes($"data:{source.MediaType ?? usualType};base64,"), isFinalSegment: false);
            json.WriteStringValueSegment(source.Base64.Span, isFinalSegment: true);
        }
    }

    private static string FormatOf(string? mediaType) => mediaType switch
    {
        null or "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        "audio/mpeg" or "audio/mp3" => "mp3",
        _ => mediaType[(mediaType.IndexOf('/') + 1)..],
    };

    // By the first bytes, for callers that leave the type out.
    private static string TypeOf(ReadOnlySpan<byte> base64) =>
        base64.StartsWith("/9j/"u8) ? "image/jpeg"
        : base64.StartsWith("R0lG"u8) ? "image/gif"
        : base64.StartsWith("UklG"u8) ? "image/webp"
        : "image/png";
}
