using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Writes images, sound and files.</summary>
internal sealed class ChatMediaWriter(Utf8JsonWriter json)
{
    /// <summary>Whether the dialect has a form for it: a file has no address, an image no id, and sound is sent along.</summary>
    public static bool CanSay(Part part) => part switch
    {
        ImagePart image => image.Source.FileId is null,
        AudioPart audio => !audio.Source.Base64.IsEmpty,
        FilePart file => file.Source is { Url: null, IsOpenToOpenAI: true },
        _ => false,
    };

    /// <summary>Writes the members of the part's object.</summary>
    public void Write(Part part)
    {
        switch (part)
        {
            case ImagePart image:
                json.WriteString("type"u8, "image_url"u8);
                json.WriteStartObject("image_url"u8);
                if (image.Source.Url is { } url) json.WriteString("url"u8, url);
                else WriteData("url"u8, image.Source.MediaType ?? OpenAIMedia.TypeOf(image.Source.Base64.Span), image.Source.Base64.Span);
                if (image.Detail is { } detail) json.WriteString("detail"u8, detail);
                json.WriteEndObject();
                break;
            case AudioPart audio:
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, audio.Source.Base64.Span);
                json.WriteString("format"u8, OpenAIMedia.FormatOf(audio.Source.MediaType));
                json.WriteEndObject();
                break;
            case FilePart file:
                json.WriteString("type"u8, "file"u8);
                json.WriteStartObject("file"u8);
                WriteFile(file);
                json.WriteEndObject();
                break;
        }
    }

    private void WriteFile(FilePart file)
    {
        if (file.Source.FileId is { } id)
        {
            json.WriteString("file_id"u8, id);
            if (file.Name is not null) json.WriteString("filename"u8, file.Name);
            return;
        }

        // Data without a name is refused.
        json.WriteString("filename"u8, file.Name ?? "document.pdf");
        WriteData("file_data"u8, file.Source.MediaType ?? "application/pdf", file.Source.Base64.Span);
    }

    private void WriteData(ReadOnlySpan<byte> name, string mediaType, ReadOnlySpan<byte> base64)
    {
        json.WritePropertyName(name);
        OpenAIMedia.WriteData(json, mediaType, base64);
    }
}
