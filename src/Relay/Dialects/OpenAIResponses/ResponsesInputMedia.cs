using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads images, files and sound among the parts of content.</summary>
internal sealed class ResponsesInputMedia(RequestBody request)
{
    /// <summary>Reads <c>input_image</c>.</summary>
    public ImagePart? ReadImage(scoped ref Utf8JsonReader reader, string path)
    {
        MediaSource? source = null;
        string? detail = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "image_url": source = ReadSource(ref reader, at) ?? source; break;
                case "file_id": source ??= ReadId(ref reader, at); break;
                case "detail": detail = request.ReadText(ref reader, at); break;
                case "type": reader.Skip(); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (source is null) request.RefuseMissing($"{path}.image_url");
        return source is null ? null : new ImagePart(source, detail);
    }

    /// <summary>Reads <c>input_file</c>.</summary>
    public FilePart? ReadFile(scoped ref Utf8JsonReader reader, string path)
    {
        MediaSource? source = null;
        string? file = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "file_data": source = ReadSource(ref reader, at, isBase64: true) ?? source; break;
                case "file_url": source ??= ReadSource(ref reader, at); break;
                case "file_id": source ??= ReadId(ref reader, at); break;
                case "filename": file = request.ReadText(ref reader, at); break;
                case "type": reader.Skip(); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (source is null) request.RefuseMissing($"{path}.file_data");
        if (source is { Base64.Length: > 0, MediaType: null } && file?.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) == true)
            source = source with { MediaType = "application/pdf" };
        return source is null ? null : new FilePart(source, file);
    }

    /// <summary>Reads <c>input_audio</c>, whose members stand in an object of that name.</summary>
    public AudioPart? ReadAudio(scoped ref Utf8JsonReader reader, string path)
    {
        MediaSource? source = null;
        string? format = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            if (name == "type")
            {
                reader.Skip();
            }
            else if (name != "input_audio")
            {
                request.Lose(ref reader, path, name);
            }
            else if (request.IsObject(ref reader, at))
            {
                while (RequestBody.TryNext(ref reader, out name))
                {
                    if (name == "data") source = ReadSource(ref reader, $"{at}.data", isBase64: true);
                    else if (name == "format") format = request.ReadText(ref reader, $"{at}.format");
                    else request.Lose(ref reader, at, name);
                }
            }
        }

        if (source is null) request.RefuseMissing($"{path}.input_audio.data");
        return source is null ? null : new AudioPart(format is null ? source : source with { MediaType = $"audio/{format}" });
    }

    private MediaSource? ReadId(scoped ref Utf8JsonReader reader, string path) =>
        request.ReadText(ref reader, path) is { } id ? new MediaSource { FileId = id } : null;

    // An address, an address of data, or base64 without one.
    private MediaSource? ReadSource(scoped ref Utf8JsonReader reader, string path, bool isBase64 = false)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            request.ReadText(ref reader, path);
            return null;
        }

        var text = request.SliceText(ref reader);
        if (!text.Span.StartsWith("data:"u8))
            return isBase64 ? new MediaSource { Base64 = text } : new MediaSource { Url = Encoding.UTF8.GetString(text.Span) };

        var comma = text.Span.IndexOf((byte)',');
        if (comma < 0 || !text.Span[..comma].EndsWith(";base64"u8))
        {
            request.Refuse(path, "data in base64");
            return null;
        }

        var type = text.Span[5..comma];
        type = type[..type.IndexOf((byte)';')];
        return new MediaSource { Base64 = text[(comma + 1)..], MediaType = type.IsEmpty ? null : Encoding.UTF8.GetString(type) };
    }
}
