using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Writes images and documents.</summary>
internal sealed class MessagesMediaWriter(Utf8JsonWriter json, Conversation conversation, MessagesCacheMarks marks)
{
    /// <summary>Writes a part; what the provider cannot open is a loss, and nothing is written.</summary>
    public void Write(Part part)
    {
        var source = part switch
        {
            ImagePart image => image.Source,
            FilePart file => file.Source,
            _ => null,
        };
        var form = source is null ? null : FormOf(part, source);
        if (form is null)
        {
            marks.Skip(part);
            conversation.Losses.Add(new(part.Path, true));
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, part is ImagePart ? "image"u8 : "document"u8);
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, form);
        WriteSource(part, source!, form);
        json.WriteEndObject();
        if (part is FilePart document)
        {
            if (document.Name is not null) json.WriteString("title"u8, document.Name);
            if (document.Context is not null) json.WriteString("context"u8, document.Context);
            if (document.IsCited)
            {
                json.WriteStartObject("citations"u8);
                json.WriteBoolean("enabled"u8, true);
                json.WriteEndObject();
            }
        }

        marks.Write(json, part.Cache, part.Path);
        json.WriteEndObject();
        if (part is ImagePart { Detail: not (null or "auto") }) conversation.Losses.Add(new($"{part.Path}.detail", false));
    }

    private void WriteSource(Part part, MediaSource source, string form)
    {
        switch (form)
        {
            case "url": json.WriteString("url"u8, source.Url); break;
            case "file": json.WriteString("file_id"u8, source.FileId); break;
            case "text":
                json.WriteString("media_type"u8, "text/plain"u8);
                json.WriteString("data"u8, ToText(source.Base64.Span));
                break;
            default:
                json.WriteString("media_type"u8, source.MediaType ?? (part is ImagePart ? "image/png" : "application/pdf"));
                json.WriteString("data"u8, source.Base64.Span);
                break;
        }
    }

    // Null for what the provider does not take: sound, files of others, documents that are neither text nor PDF.
    private static string? FormOf(Part part, MediaSource source)
    {
        if (source.Url is not null) return "url";
        // Ids of other providers' files look otherwise.
        if (source.FileId is { } id) return id.StartsWith("file_", StringComparison.Ordinal) ? "file" : null;
        if (part is ImagePart || source.MediaType is null or "application/pdf") return "base64";
        return source.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || source.MediaType is "application/json" or "application/xml" ? "text" : null;
    }

    private static string ToText(ReadOnlySpan<byte> base64)
    {
        var plain = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, plain, out _, out var written);
        return Encoding.UTF8.GetString(plain, 0, written);
    }
}
