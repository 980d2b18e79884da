using System.Buffers;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads sources and images in a delta or a message.</summary>
internal sealed class ChatSourceReader(ChatAnswerParts parts)
{
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Reads <c>annotations</c>.</summary>
    /// <returns>Whether anything came.</returns>
    public bool ReadCitations(ReadOnlySpan<byte> annotations, IAnswerSink sink)
    {
        if (annotations is not [(byte)'[', ..]) return false;
        var any = false;
        var reader = DialectJson.ReaderOn(annotations);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Inside(DialectJson.Slice(ref reader, annotations), "url_citation"u8) is not [(byte)'{', ..] citation) continue;
            parts.Cite(ReadCitation(citation), sink);
            any = true;
        }

        return any;
    }

    /// <summary>Reads <c>images</c>; only those that are sent along, for an answer has no place for an address.</summary>
    /// <returns>Whether anything came.</returns>
    public bool ReadImages(ReadOnlySpan<byte> images, IAnswerSink sink)
    {
        if (images is not [(byte)'[', ..]) return false;
        var any = false;
        var reader = DialectJson.ReaderOn(images);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var url = Inside(Inside(DialectJson.Slice(ref reader, images), "image_url"u8), "url"u8);
            if (url.IsEmpty) continue;
            var text = DialectJson.ReaderOn(url);
            if (text.TokenType != JsonTokenType.String) continue;
            JsonString.Read(ref text, _text);
            if (!ChatMedia.TryReadData(_text.WrittenMemory, out var data)) continue;
            parts.AddImage(data!.MediaType, data.Base64.Span, sink);
            any = true;
        }

        return any;
    }

    private static Citation ReadCitation(ReadOnlySpan<byte> json)
    {
        string? url = null, title = null, quote = null;
        int? start = null, end = null;
        var reader = DialectJson.ReaderOn(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            switch (name)
            {
                case "url": url = ChatJson.ReadWord(ref reader); break;
                case "title": title = ChatJson.ReadWord(ref reader); break;
                case "content": quote = ChatJson.ReadWord(ref reader); break;
                case "start_index": start = DialectJson.ReadInt(ref reader); break;
                case "end_index": end = DialectJson.ReadInt(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new Citation(url, title) { Quote = quote, Start = start, End = end };
    }

    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        if (json is not [(byte)'{', ..]) return default;
        var reader = DialectJson.ReaderOn(json);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isIt = JsonString.Is(ref reader, member);
            reader.Read();
            var value = DialectJson.Slice(ref reader, json);
            if (isIt) return value;
        }

        return default;
    }
}
