using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Reads images and documents.</summary>
internal static class MessagesMedia
{
    private const string PlainText = "text/plain";

    /// <summary>Reads a source: <c>base64</c>, <c>url</c>, <c>file</c>, <c>text</c> or <c>content</c>.</summary>
    /// <returns>Null when it holds nothing.</returns>
    public static MediaSource? Read(scoped ref Utf8JsonReader reader, RequestBody request, string path, MessagesBlocks blocks)
    {
        if (!request.IsObject(ref reader, path)) return null;
        var isText = request.Peek(reader, path, "type") == "text";
        string? type = null, url = null, file = null;
        ReadOnlyMemory<byte> data = default;
        var content = new List<Part>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": reader.Skip(); break;
                case "media_type": type = request.ReadText(ref reader, at); break;
                case "url": url = request.ReadText(ref reader, at); break;
                case "file_id": file = request.ReadText(ref reader, at); break;
                case "data" when isText: data = ToBase64(request.ReadText(ref reader, at) ?? ""); break;
                case "data": data = request.ReadBase64(ref reader, at); break;
                case "content" when reader.TokenType == JsonTokenType.String:
                    content.Add(new TextPart(JsonString.Read(ref reader)));
                    break;
                case "content":
                    if (request.IsArray(ref reader, at, "a string or a list")) blocks.Read(ref reader, at, content);
                    break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (content.Count > 0) return OfText(content, request, path);
        if (url is null && file is null && data.IsEmpty)
        {
            request.RefuseMissing($"{path}.{(isText ? "data" : "url")}");
            return null;
        }

        return new MediaSource { Url = url, FileId = file, HeldBy = file is null ? null : Dialect.Anthropic, Base64 = data, MediaType = type };
    }

    /// <summary>Makes the part of a block.</summary>
    public static Part? Finish(MessagesBlock block, RequestBody request)
    {
        var source = block.Source ?? (block.Content.Count > 0 ? OfText(block.Content, request, block.Path) : null);
        if (source is null)
        {
            request.RefuseMissing($"{block.Path}.source");
            return null;
        }

        return block.Type == "image"
            ? new ImagePart(source, null) { Path = block.Path, Cache = block.Cache }
            : new FilePart(source, block.Name) { Context = block.Context, IsCited = block.IsCited, Path = block.Path, Cache = block.Cache };
    }

    private static MediaSource OfText(List<Part> content, RequestBody request, string path)
    {
        // A picture within a document is a part of it.
        foreach (var part in content.Where(static part => part is not TextPart)) request.Lose(part.Path, changesMeaning: true);
        var text = string.Join('\n', content.OfType<TextPart>().Select(static part => part.Text));
        if (text.Length == 0) request.Lose(path, changesMeaning: false);
        return new MediaSource { Base64 = ToBase64(text), MediaType = PlainText };
    }

    private static ReadOnlyMemory<byte> ToBase64(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(plain.Length)];
        Base64.EncodeToUtf8(plain, base64, out _, out var written);
        return base64.AsMemory(0, written);
    }
}
