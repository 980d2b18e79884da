using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads messages among the items of the input.</summary>
internal sealed class ResponsesInputMessage(RequestBody request)
{
    private readonly ResponsesInputContent _content = new(request);

    /// <summary>Reads the object that the reader stands on.</summary>
    public Message? Read(scoped ref Utf8JsonReader reader, string path)
    {
        string? role = null;
        var parts = new List<Part>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "role": role = request.ReadText(ref reader, at); break;
                case "content": _content.Read(ref reader, at, parts); break;
                // What an answer said of itself; it asks for nothing.
                case "type" or "id" or "status" or "phase": reader.Skip(); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (role is null)
        {
            request.RefuseMissing($"{path}.role");
            return null;
        }

        var message = new Message(RoleOf(role, path));
        message.Parts.AddRange(parts);
        return message;
    }

    private Role RoleOf(string role, string path)
    {
        switch (role)
        {
            case "system": return Role.System;
            case "developer": return Role.Developer;
            case "user": return Role.User;
            case "assistant": return Role.Assistant;
            default:
                // What its provider makes of other roles nobody knows here; what is said reaches the model.
                request.Lose($"{path}.role", changesMeaning: false);
                return Role.User;
        }
    }
}
