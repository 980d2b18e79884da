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
                WriteSource(json, image.Source, "image_url"u8, "image_url"u8, OpenAIMedia.TypeOf(image.Source.Base64.Span));
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
                json.WriteString("format"u8, OpenAIMedia.FormatOf(audio.Source.MediaType));
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
            OpenAIMedia.WriteData(json, source.MediaType ?? usualType, source.Base64.Span);
        }
    }
}
