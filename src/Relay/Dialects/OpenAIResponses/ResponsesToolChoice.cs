using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads <c>tool_choice</c>.</summary>
internal static class ResponsesToolChoice
{
    private const string Path = "tool_choice";

    /// <summary>Reads the value that the reader stands on into the conversation.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        ToolChoice? choice = null;
        if (reader.TokenType == JsonTokenType.String)
        {
            choice = KindOf(JsonString.Read(ref reader)) is { } kind ? new(kind) : null;
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            choice = ReadObject(ref reader, request);
        }
        else
        {
            request.Refuse(Path, "a string or an object");
            reader.Skip();
        }

        // A tool of the provider's own that the model is made to use, or a word that is not known here.
        if (choice is null) request.Lose(Path, changesMeaning: true);
        request.Conversation.ToolChoice = choice;
    }

    private static ToolChoice? ReadObject(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        var type = request.Peek(reader, Path, "type");
        if (type == "allowed_tools") return ReadAllowed(ref reader, request);
        var name = ReadName(ref reader, request, Path, type);
        return name is null ? null : new(ToolChoiceKind.Named, name);
    }

    // The object says one tool; null when it is none that can be said elsewhere.
    private static string? ReadName(scoped ref Utf8JsonReader reader, RequestBody request, string path, string? type)
    {
        var tool = request.Peek(reader, path, "name");
        reader.Skip();
        if (type is "function" or "custom")
        {
            if (tool is null) request.RefuseMissing($"{path}.name");
            return tool;
        }

        if (type == "local_shell") return ResponsesTools.LocalShell;
        return ResponsesTools.IsWebSearch(type) ? "web_search" : null;
    }

    private static ToolChoice? ReadAllowed(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        var kind = ToolChoiceKind.Auto;
        var tools = new List<string>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "mode") kind = KindOf(request.ReadText(ref reader, $"{Path}.mode")) ?? kind;
            else if (name == "tools") ReadTools(ref reader, request, tools);
            else reader.Skip();
        }

        // Those that are left may be none, and a choice of one of none is none that can be said.
        if (tools.Count == 0) return kind == ToolChoiceKind.Required ? null : new ToolChoice(ToolChoiceKind.None);
        return new ToolChoice(kind) { Allowed = tools };
    }

    private static void ReadTools(scoped ref Utf8JsonReader reader, RequestBody request, List<string> tools)
    {
        if (!request.IsArray(ref reader, $"{Path}.tools")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"{Path}.tools[{i}]";
            if (!request.IsObject(ref reader, path)) continue;
            if (ReadName(ref reader, request, path, request.Peek(reader, path, "type")) is { } tool) tools.Add(tool);
            // It is not among the tools either.
            else request.Lose(path, changesMeaning: false);
        }
    }

    private static ToolChoiceKind? KindOf(string? word) => word switch
    {
        "auto" => ToolChoiceKind.Auto,
        "none" => ToolChoiceKind.None,
        "required" => ToolChoiceKind.Required,
        _ => null,
    };
}
