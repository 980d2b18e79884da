using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads <c>tool_choice</c> and the older <c>function_call</c>.</summary>
internal static class ChatToolChoice
{
    private const string Path = "tool_choice";

    /// <summary>Reads the value that the reader stands on into the conversation.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, ChatRequestBody request)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            ReadWord(ref reader, request, Path);
            return;
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null)) request.Refuse(Path, "a string or an object");
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        ToolChoice? choice = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "function" or "custom")
                choice = ReadName(ref reader, request, $"{Path}.{name}") is { } tool ? new(ToolChoiceKind.Named, tool) : choice;
            else if (name == "allowed_tools") choice = ReadAllowed(ref reader, request);
            // The other members say the same, or more of it than there is to say.
            else reader.Skip();
        }

        if (choice is null) request.Lose(Path, changesMeaning: true);
        request.Conversation.ToolChoice = choice;
    }

    /// <summary>Reads <c>function_call</c>.</summary>
    public static void ReadLegacy(scoped ref Utf8JsonReader reader, ChatRequestBody request)
    {
        if (reader.TokenType == JsonTokenType.String) ReadWord(ref reader, request, "function_call");
        else if (ReadName(ref reader, request, "function_call") is { } tool) request.Conversation.ToolChoice = new(ToolChoiceKind.Named, tool);
    }

    private static void ReadWord(scoped ref Utf8JsonReader reader, ChatRequestBody request, string path)
    {
        ToolChoiceKind? kind = KindOf(JsonString.Read(ref reader));
        if (kind is null) request.Lose(path, changesMeaning: true);
        else request.Conversation.ToolChoice = new(kind.Value);
    }

    private static ToolChoiceKind? KindOf(string? word) => word switch
    {
        "auto" => ToolChoiceKind.Auto,
        "none" => ToolChoiceKind.None,
        // Mistral's word is the latter.
        "required" or "any" => ToolChoiceKind.Required,
        _ => null,
    };

    private static string? ReadName(scoped ref Utf8JsonReader reader, ChatRequestBody request, string path)
    {
        if (!request.IsObject(ref reader, path)) return null;
        string? tool = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "name") tool = request.ReadText(ref reader, $"{path}.name");
            else reader.Skip();
        }

        if (tool is null) request.RefuseMissing($"{path}.name");
        return tool;
    }

    private static ToolChoice? ReadAllowed(scoped ref Utf8JsonReader reader, ChatRequestBody request)
    {
        const string At = "tool_choice.allowed_tools";
        if (!request.IsObject(ref reader, At)) return null;
        var kind = ToolChoiceKind.Auto;
        var tools = new List<string>();
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "mode") kind = KindOf(request.ReadText(ref reader, $"{At}.mode")) ?? kind;
            else if (name == "tools") ReadTools(ref reader, request, $"{At}.tools", tools);
            else reader.Skip();
        }

        // Those that are left may be none, and a choice of one of none is none that can be said.
        if (tools.Count == 0) return kind == ToolChoiceKind.Required ? null : new ToolChoice(ToolChoiceKind.None);
        return new ToolChoice(kind) { Allowed = tools };
    }

    private static void ReadTools(scoped ref Utf8JsonReader reader, ChatRequestBody request, string path, List<string> tools)
    {
        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (!request.IsObject(ref reader, $"{path}[{i}]")) continue;
            while (ChatRequestBody.TryNext(ref reader, out var name))
            {
                if (name is "function" or "custom")
                {
                    if (ReadName(ref reader, request, $"{path}[{i}].{name}") is { } tool) tools.Add(tool);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }
}
