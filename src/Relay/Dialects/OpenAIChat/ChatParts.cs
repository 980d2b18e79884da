using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads <c>content</c>: a text, or a list of parts.</summary>
internal sealed class ChatParts(ChatRequestBody request)
{
    private readonly ChatMedia _media = new(request);

    /// <summary>Reads the value that the reader stands on; null holds nothing.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        parts.Clear();
        if (reader.TokenType == JsonTokenType.String)
        {
            parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = path });
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null) request.Refuse(path, "a string or a list of parts");
            reader.Skip();
            return;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            ReadPart(ref reader, $"{path}[{i}]", parts);
        }
    }

    private void ReadPart(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = path });
            return;
        }

        if (!request.IsObject(ref reader, path)) return;

        Part? part = null;
        CacheMark? cache = null;
        var losses = request.Conversation.Losses.Count;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            // By the member that holds it: the type says the same, and may stand behind it.
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": request.ReadText(ref reader, at); break;
                case "text": part = request.ReadText(ref reader, at) is { } text ? new TextPart(text) : part; break;
                case "refusal": part = request.ReadText(ref reader, at) is { } refusal ? new RefusalPart(refusal) : part; break;
                case "image_url": part = _media.ReadImage(ref reader, at) ?? part; break;
                case "input_audio": part = _media.ReadAudio(ref reader, at) ?? part; break;
                case "file": part = _media.ReadFile(ref reader, at) ?? part; break;
                case "cache_control": cache = request.ReadCache(ref reader, at); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (part is not null)
        {
            parts.Add(part with { Cache = cache, Path = path });
            return;
        }

        // A part of another kind: a question without it is another question.
        request.Conversation.Losses.RemoveRange(losses, request.Conversation.Losses.Count - losses);
        request.Lose(path, changesMeaning: true);
    }
}
