using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads images, sound and files out of parts.</summary>
internal sealed class ChatMedia(ChatRequestBody request)
{
    /// <summary>Reads <c>image_url</c>, which compatible callers also send as a text.</summary>
    public ImagePart? ReadImage(scoped ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.String) return ReadSource(ref reader, path) is { } plain ? new ImagePart(plain, null) : null;
        if (!request.IsObject(ref reader, path)) return null;
        MediaSource? source = null;
        string? detail = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "url") source = ReadSource(ref reader, $"{path}.url");
            else if (name == "detail") detail = request.ReadText(ref reader, $"{path}.detail");
            else request.Lose(ref reader, path, name);
        }

        if (source is null) request.RefuseMissing($"{path}.url");
        return source is null ? null : new ImagePart(source, detail);
    }

    /// <summary>Reads <c>input_audio</c>.</summary>
    public AudioPart? ReadAudio(scoped ref Utf8JsonReader reader, string path)
    {
        if (!request.IsObject(ref reader, path)) return null;
        MediaSource? source = null;
        string? format = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "data") source = ReadSource(ref reader, $"{path}.data", isBase64: true);
            else if (name == "format") format = request.ReadText(ref reader, $"{path}.format");
            else request.Lose(ref reader, path, name);
        }

        if (source is null) request.RefuseMissing($"{path}.data");
        return source is null ? null : new AudioPart(format is null ? source : source with { MediaType = $"audio/{format}" });
    }

    /// <summary>Reads <c>file</c>.</summary>
    public FilePart? ReadFile(scoped ref Utf8JsonReader reader, string path)
    {
        if (!request.IsObject(ref reader, path)) return null;
        MediaSource? source = null;
        string? file = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "file_data": source = ReadSource(ref reader, $"{path}.file_data", isBase64: true) ?? source; break;
                case "file_id":
                    if (request.ReadText(ref reader, $"{path}.file_id") is { } id) source ??= new MediaSource { FileId = id };
                    break;
                case "filename": file = request.ReadText(ref reader, $"{path}.filename"); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (source is null) request.RefuseMissing($"{path}.file_data");
        if (source is { Base64.Length: > 0, MediaType: null } && file?.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) == true)
            source = source with { MediaType = "application/pdf" };
        return source is null ? null : new FilePart(source, file);
    }

    // An address, an address of data, or base64 without one.
    private MediaSource? ReadSource(scoped ref Utf8JsonReader reader, string path, bool isBase64 = false)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            request.ReadText(ref reader, path);
            return null;
        }

        var text = request.SliceText(ref reader);
        if (TryReadData(text, out var data)) return data;
        if (text.Span.StartsWith("data:"u8))
        {
            request.Refuse(path, "data in base64");
            return null;
        }

        return isBase64 && !text.Span.StartsWith("http://"u8) && !text.Span.StartsWith("https://"u8)
            ? new MediaSource { Base64 = text }
            : new MediaSource { Url = Encoding.UTF8.GetString(text.Span) };
    }

    /// <summary>Takes <c>data:image/png;base64,…</c> apart.</summary>
    public static bool TryReadData(ReadOnlyMemory<byte> text, out MediaSource? data)
    {
        data = null;
        var comma = text.Span.IndexOf((byte)',');
        if (comma < 0 || !text.Span.StartsWith("data:"u8) || !text.Span[..comma].EndsWith(";base64"u8)) return false;
        var type = text.Span[5..comma];
        type = type[..type.IndexOf((byte)';')];
        data = new MediaSource { Base64 = text[(comma + 1)..], MediaType = type.IsEmpty ? null : Encoding.UTF8.GetString(type) };
        return true;
    }
}
