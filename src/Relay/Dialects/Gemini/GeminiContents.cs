using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reads <c>contents</c> and <c>systemInstruction</c>: who says what.</summary>
internal sealed class GeminiContents(GeminiRequestBody request)
{
    private readonly GeminiParts _parts = new(request);

    /// <summary>Reads the contents, of which one alone may stand without a list.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadContent(ref reader, "contents");
            return;
        }

        if (!request.IsArray(ref reader, "contents")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"contents[{i}]";
            if (request.IsObject(ref reader, path)) ReadContent(ref reader, path);
        }
    }

    /// <summary>Reads the system's instruction, which may be text alone; null for none.</summary>
    public Message? ReadSystem(scoped ref Utf8JsonReader reader)
    {
        const string Path = "systemInstruction";
        var message = new Message(Role.System);
        if (reader.TokenType == JsonTokenType.String) message.Parts.Add(new TextPart(JsonString.Read(ref reader)) { Path = Path });
        else if (request.IsObject(ref reader, Path)) ReadMembers(ref reader, Path, message.Parts);
        return message.Parts.Count > 0 ? message : null;
    }

    private void ReadContent(scoped ref Utf8JsonReader reader, string path)
    {
        var parts = new List<Part>();
        var message = new Message(RoleOf(ReadMembers(ref reader, path, parts)));
        // Google's SDK keeps a streamed turn as a content for each chunk.
        if (message.Role == Role.Assistant && parts is [ReasoningPart thought, ..]
            && request.Conversation.Messages is [.., { Role: Role.Assistant, Parts: [.., ReasoningPart] } before])
        {
            parts[0] = GeminiParts.Join(before.Parts, thought);
            before.Parts.AddRange(parts);
            return;
        }

        message.Parts.AddRange(parts);
        if (parts.Count > 0) request.Conversation.Messages.Add(message);
    }

    private string? ReadMembers(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        string? role = null;
        while (GeminiRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "role") role = request.ReadText(ref reader, $"{path}.role");
            else if (name is "parts") ReadParts(ref reader, $"{path}.parts", parts);
            else request.Lose(ref reader, path, name);
        }

        return role;
    }

    // Google's own examples have one part without a list.
    private void ReadParts(scoped ref Utf8JsonReader reader, string path, List<Part> parts)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _parts.Read(ref reader, path, parts);
            return;
        }

        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var partPath = $"{path}[{i}]";
            if (request.IsObject(ref reader, partPath)) _parts.Read(ref reader, partPath, parts);
        }
    }

    // "function" is what the role of results was called first. A role that is not known is a user's.
    private static Role RoleOf(string? role) => role switch
    {
        "model" or "assistant" => Role.Assistant,
        "system" => Role.System,
        "developer" => Role.Developer,
        _ => Role.User,
    };
}
