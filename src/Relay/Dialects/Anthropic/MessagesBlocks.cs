using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Reads the blocks of a content.</summary>
internal sealed class MessagesBlocks(RequestBody request)
{
    /// <summary>Reads the list that the reader stands on.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var blockPath = $"{path}[{i}]";
            if (request.IsObject(ref reader, blockPath)) Add(ReadBlock(ref reader, blockPath), parts);
        }
    }

    /// <summary>Reads where the prompt is to be cached up to; null for nowhere.</summary>
    public static CacheMark? ReadCache(scoped ref Utf8JsonReader reader, RequestBody request, string path)
    {
        if (!request.IsObject(ref reader, path)) return null;
        string? ttl = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "ttl") ttl = request.ReadText(ref reader, $"{path}.ttl");
            else if (name is "type") reader.Skip();
            else request.Lose(ref reader, path, name);
        }

        return new CacheMark(ttl);
    }

    private Part? ReadBlock(scoped ref Utf8JsonReader reader, string path)
    {
        var block = new MessagesBlock(path);
        // The type says what the members are, and may stand behind them.
        var ahead = reader;
        block.ReadType(ref ahead, request);
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "type") reader.Skip();
            else if (name is "cache_control") block.Cache = ReadCache(ref reader, request, $"{path}.cache_control");
            else if (!TryRead(ref reader, block, name)) Lose(ref reader, block, name);
        }

        return Finish(block);
    }

    private bool TryRead(scoped ref Utf8JsonReader reader, MessagesBlock block, string name)
    {
        var at = $"{block.Path}.{name}";
        switch (block.Type, name)
        {
            case ("text", "text") or ("thinking", "thinking") or ("compaction", "content"):
                block.Text = request.ReadText(ref reader, at);
                return true;
            case ("thinking", "signature") or ("redacted_thinking", "data"):
                block.Signature = request.ReadText(ref reader, at);
                return true;
            case ("tool_use", "id") or ("tool_result", "tool_use_id"):
                block.Id = request.ReadText(ref reader, at);
                return true;
            case ("tool_use", "name") or ("document" or "search_result", "title"):
                block.Name = request.ReadText(ref reader, at);
                return true;
            case ("tool_use", "input"):
                block.Input = request.ReadObject(ref reader, at);
                return true;
            case ("tool_result", "is_error"):
                block.IsError = request.ReadFlag(ref reader, at) ?? false;
                return true;
            case ("tool_result" or "search_result", "content"):
                ReadContent(ref reader, at, block.Content);
                return true;
            case ("document", "context") or ("search_result", "source"):
                block.Context = request.ReadText(ref reader, at);
                return true;
            case ("document" or "search_result", "citations"):
                block.IsCited = ReadCitations(ref reader, at);
                return true;
            case ("image" or "document", "source"):
                block.Source = MessagesMedia.Read(ref reader, request, at, this);
                return true;
            default: return false;
        }
    }

    private bool ReadCitations(scoped ref Utf8JsonReader reader, string path)
    {
        var isOn = false;
        if (!request.IsObject(ref reader, path)) return isOn;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "enabled") isOn = request.ReadFlag(ref reader, $"{path}.enabled") ?? false;
            else request.Lose(ref reader, path, name);
        }

        return isOn;
    }

    private void ReadContent(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        if (reader.TokenType == JsonTokenType.String) parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = path });
        else if (request.IsArray(ref reader, path, "a string or a list")) Read(ref reader, path, parts);
    }

    private void Lose(scoped ref Utf8JsonReader reader, MessagesBlock block, string name)
    {
        // Of a block that is lost as a whole, one line is enough.
        if (block.IsKnown) request.Lose(ref reader, block.Path, name);
        else reader.Skip();
    }

    private Part? Finish(MessagesBlock block)
    {
        switch (block.Type)
        {
            case "text": return new TextPart(Needed(block.Text, block, "text")) { Path = block.Path, Cache = block.Cache };
            case "thinking":
                return new ReasoningPart(block.Text ?? "")
                {
                    Signature = block.Signature is { Length: > 0 } seal ? Signature.Unpack(seal, Dialect.Anthropic) : null,
                    Path = block.Path,
                };
            case "redacted_thinking":
                return new ReasoningPart("")
                {
                    Signature = Signature.Unpack(Needed(block.Signature, block, "data"), Dialect.Anthropic, isRedacted: true),
                    Path = block.Path,
                };
            case "tool_use":
                var (id, signature) = SignedId.Split(Needed(block.Id, block, "id"), Dialect.Anthropic);
                var arguments = block.Input.IsEmpty ? "{}" : Encoding.UTF8.GetString(block.Input.Span);
                return new ToolCallPart(id, Needed(block.Name, block, "name"), arguments)
                {
                    Signature = signature, Path = block.Path, Cache = block.Cache,
                };
            case "tool_result":
                var (callId, _) = SignedId.Split(Needed(block.Id, block, "tool_use_id"), Dialect.Anthropic);
                return new ToolResultPart(callId, block.Content) { IsError = block.IsError, Path = block.Path, Cache = block.Cache };
            // The provider's own summary of what was said before it.
            case "compaction": return block.Text is { Length: > 0 } summary ? new TextPart(summary) { Path = block.Path, Cache = block.Cache } : null;
            case "image" or "document" or "search_result": return MessagesMedia.Finish(block, request);
            default:
                request.Lose(block.Path, block.IsMeant);
                return null;
        }
    }

    private string Needed(string? value, MessagesBlock block, string name)
    {
        if (value is null) request.RefuseMissing($"{block.Path}.{name}");
        return value ?? "";
    }

    // Gemini seals text, too, and the dialect has no place for a seal there: it comes back in a block of its own.
    private static void Add(Part? part, List<Part> parts)
    {
        if (part is ReasoningPart { Text: "", Signature: { IsRedacted: false, Dialect: Dialect.Gemini } seal }
            && parts is [.., TextPart { Signature: null } text])
            parts[^1] = text with { Signature = seal };
        else if (part is not null) parts.Add(part);
    }
}
