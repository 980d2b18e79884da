using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads <c>messages</c>.</summary>
internal sealed class ChatMessages(ChatRequestBody request)
{
    private readonly ChatParts _parts = new(request);
    private readonly ChatCalls _calls = new(request);

    /// <summary>Reads the list that the reader stands on; a second one takes the place of the first.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        var messages = request.Conversation.Messages;
        messages.Clear();
        if (!request.IsArray(ref reader, "messages")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (ReadMessage(ref reader, $"messages[{i}]") is { } message) messages.Add(message);
        }
    }

    private Message? ReadMessage(scoped ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            request.Refuse(path, "an object");
            reader.Skip();
            return null;
        }

        var draft = new ChatMessage(path);
        while (ChatRequestBody.TryNext(ref reader, out var name)) ReadMember(ref reader, name, draft);
        switch (draft.Role)
        {
            case "system": return draft.ToMessage(Role.System);
            case "developer": return draft.ToMessage(Role.Developer);
            case "user": return draft.ToMessage(Role.User);
            case "assistant": return draft.ToMessage(Role.Assistant);
            case "tool": return draft.ToResult(draft.CallId is { } id ? SignedId.Split(id, Dialect.OpenAIChat).Id : Missing(path, "tool_call_id"));
            case "function": return draft.ToResult(_calls.LastLegacyId(draft.Name ?? Missing(path, "name")));
            case null:
                request.RefuseMissing($"{path}.role");
                return null;
            default:
                // What a provider of its own makes of other roles nobody knows here; what is said reaches the model.
                request.Lose($"{path}.role", changesMeaning: false);
                return draft.ToMessage(Role.User);
        }
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, string name, ChatMessage draft)
    {
        var path = $"{draft.Path}.{name}";
        switch (name)
        {
            case "role": draft.Role = request.ReadText(ref reader, path); break;
            case "name": draft.Name = request.ReadText(ref reader, path); break;
            case "content": _parts.Read(ref reader, path, draft.Content); break;
            case "refusal": draft.Refusal = request.ReadText(ref reader, path); break;
            case "reasoning_content" or "reasoning":
                // One name for each provider; where both stand, they say the same.
                if (request.ReadText(ref reader, path) is { Length: > 0 } text) draft.Reasoning = text;
                break;
            case "reasoning_details": ReadDetails(ref reader, path, draft); break;
            case "tool_calls": _calls.Read(ref reader, path, draft.Calls); break;
            case "function_call": _calls.ReadLegacy(ref reader, path, draft.Calls); break;
            case "tool_call_id": draft.CallId = request.ReadText(ref reader, path); break;
            case "cache_control": draft.Cache = request.ReadCache(ref reader, path); break;
            // An answer's sound, by the id that only its provider knows.
            case "audio": request.Lose(ref reader, draft.Path, name, changesMeaning: true); break;
            default: request.Lose(ref reader, draft.Path, name); break;
        }
    }

    private void ReadDetails(scoped ref Utf8JsonReader reader, string path, ChatMessage draft)
    {
        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.IsObject(ref reader, $"{path}[{i}]"))
                draft.Details.Add(ChatReasoningItem.Read(request.Slice(ref reader).Span, isOfCaller: true));
        }
    }

    private string Missing(string path, string name)
    {
        request.RefuseMissing($"{path}.{name}");
        return "";
    }
}
