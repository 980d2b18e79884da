using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads <c>inlineData</c> and <c>fileData</c>.</summary>
internal static class GeminiMedia
{
    /// <summary>Reads the object that the reader stands on.</summary>
    /// <returns>Null when it holds no data.</returns>
    public static Part? Read(scoped ref Utf8JsonReader reader, GeminiRequestBody request, string at, string path)
    {
        string? type = null, title = null, uri = null;
        ReadOnlyMemory<byte> data = default;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "mimeType": type = request.ReadText(ref reader, $"{at}.mimeType"); break;
                case "displayName": title = request.ReadText(ref reader, $"{at}.displayName"); break;
                case "fileUri": uri = request.ReadText(ref reader, $"{at}.fileUri"); break;
                case "data" when reader.TokenType == JsonTokenType.String: data = ReadBase64(ref reader, request, $"{at}.data"); break;
                case "data": request.ReadText(ref reader, $"{at}.data"); break;
                default: request.Lose(ref reader, at, name); break;
            }
        }

        if (uri is null && data.IsEmpty) return null;
        var isHeld = uri is not null && IsHeldByProvider(uri);
        var source = new MediaSource
        {
            Url = isHeld ? null : uri,
            FileId = isHeld ? uri : null,
            HeldBy = isHeld ? Dialect.Gemini : null,
            Base64 = data,
            MediaType = type,
        };
        return type?.Split('/')[0].ToLowerInvariant() switch
        {
            "image" => new ImagePart(source, null) { Path = path },
            "audio" => new AudioPart(source) { Path = path },
            _ => new FilePart(source, title) { Path = path },
        };
    }

    // An address that nobody but Google can open.
    private static bool IsHeldByProvider(string uri) =>
        uri.StartsWith("gs://", StringComparison.Ordinal) || uri.StartsWith("files/", StringComparison.Ordinal)
        || uri.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.Ordinal);

    // Google's Python SDK writes the alphabet of URLs, which other providers refuse.
    private static ReadOnlyMemory<byte> ReadBase64(scoped ref Utf8JsonReader reader, GeminiRequestBody request, string path)
    {
        if (!reader.ValueIsEscaped && reader.ValueSpan.IndexOfAny((byte)'-', (byte)'_') < 0)
        {
            if (Base64.IsValid(reader.ValueSpan)) return request.SliceText(ref reader);
            request.Refuse(path, "base64");
            return default;
        }

        var text = JsonString.Read(ref reader).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        text = text.PadRight((text.Length + 3) / 4 * 4, '=');
        if (Base64.IsValid(text)) return Encoding.ASCII.GetBytes(text);
        request.Refuse(path, "base64");
        return default;
    }
}
