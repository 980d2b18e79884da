using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Reads <c>messages</c> and <c>system</c>: who says what.</summary>
internal sealed class MessagesTurns(RequestBody request)
{
    private readonly MessagesBlocks _blocks = new(request);
    private bool _any;
    private Message? _system;

    /// <summary>Reads the messages.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "messages")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"messages[{i}]";
            if (request.IsObject(ref reader, path)) ReadMessage(ref reader, path);
        }
    }

    /// <summary>Reads the system's words: text, or blocks of text.</summary>
    public void ReadSystem(scoped ref Utf8JsonReader reader)
    {
        var message = new Message(Role.System);
        ReadContent(ref reader, "system", message.Parts);
        _system = message;
    }

    /// <summary>Puts together what may come in any order.</summary>
    /// <param name="cache">The mark of the whole request, which stands for one on its last block.</param>
    public void Finish(CacheMark? cache)
    {
        if (!_any) request.RefuseMissing("messages");
        var messages = request.Conversation.Messages;
        if (_system is { Parts.Count: > 0 }) messages.Insert(0, _system);
        if (cache is null || messages.Count == 0) return;
        var parts = messages[^1].Parts;
        parts[^1] = parts[^1] with { Cache = parts[^1].Cache ?? cache };
    }

    private void ReadMessage(scoped ref Utf8JsonReader reader, string path)
    {
        _any = true;
        string? role = null;
        var parts = new List<Part>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name is "role") role = request.ReadText(ref reader, $"{path}.role");
            else if (name is "content") ReadContent(ref reader, $"{path}.content", parts);
            else request.Lose(ref reader, path, name);
        }

        var message = new Message(RoleOf(role));
        message.Parts.AddRange(parts);
        // Null and empty content occur in histories of agents, and say nothing.
        if (parts.Count > 0) request.Conversation.Messages.Add(message);
    }

    private void ReadContent(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        if (reader.TokenType == JsonTokenType.String) parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = path });
        else if (request.IsArray(ref reader, path, "a string or a list")) _blocks.Read(ref reader, path, parts);
    }

    // A role that is not known is a user's.
    private static Role RoleOf(string? role) => role switch
    {
        "assistant" => Role.Assistant,
        "system" => Role.System,
        "developer" => Role.Developer,
        _ => Role.User,
    };
}
