using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads lists of tools, of the request and of items in its input.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create#responses_create-tools</remarks>
internal sealed class ResponsesTools(RequestBody request)
{
    /// <summary>The name of the caller's shell, a tool of OpenAI's that has none, as a function.</summary>
    public const string LocalShell = "local_shell";

    // The members that Codex takes when a model calls its shell as a function.
    private static readonly byte[] LocalShellParameters =
        """
        {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"workdir":{"type":"string"},
        "timeout_ms":{"type":"number"}},"required":["command"],"additionalProperties":false}
        """u8.ToArray();

    /// <summary>Whether a type is one of those of the search of the web, some of which end in a date.</summary>
    public static bool IsWebSearch(string? type) => type?.StartsWith("web_search", StringComparison.Ordinal) == true;

    /// <summary>Reads the list that the reader stands on.</summary>
    public void Read(scoped ref Utf8JsonReader reader, string path, List<Tool> tools, string? space = null)
    {
        if (!request.IsArray(ref reader, path)) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.IsObject(ref reader, $"{path}[{i}]")) ReadTool(ref reader, $"{path}[{i}]", tools, space);
        }
    }

    private void ReadTool(scoped ref Utf8JsonReader reader, string path, List<Tool> tools, string? space)
    {
        var type = request.Peek(reader, path, "type");
        switch (type)
        {
            case "function": tools.Add(ReadBody(ref reader, new Tool(ToolKind.Function, "") { Namespace = space, Path = path })); break;
            case "custom": tools.Add(ReadBody(ref reader, new Tool(ToolKind.Custom, "") { Namespace = space, Path = path })); break;
            case "namespace" when space is null: ReadNamespace(ref reader, path, tools); break;
            case "local_shell":
                reader.Skip();
                tools.Add(new Tool(ToolKind.Function, LocalShell)
                {
                    Description = "Runs a command in the user's shell, and returns what it prints.", Parameters = LocalShellParameters, Path = path,
                });
                break;
            case not null when IsWebSearch(type):
                tools.Add(new Tool(ToolKind.WebSearch, "web_search") { Path = path, Search = ReadSearch(ref reader, path) });
                break;
            case null:
                request.RefuseMissing($"{path}.type");
                reader.Skip();
                break;
            // What only its provider runs. The model does without; it is another matter when the caller insists on it.
            default:
                reader.Skip();
                request.LoseTool(path);
                break;
        }
    }

    private Tool ReadBody(scoped ref Utf8JsonReader reader, Tool tool)
    {
        var path = tool.Path;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": reader.Skip(); break;
                case "name": tool = tool with { Name = request.ReadText(ref reader, at) ?? "" }; break;
                case "description": tool = tool with { Description = request.ReadText(ref reader, at) }; break;
                case "parameters" when tool.Kind == ToolKind.Function: tool = tool with { Parameters = request.ReadObject(ref reader, at) }; break;
                case "strict" when tool.Kind == ToolKind.Function: tool = tool with { Strict = request.ReadFlag(ref reader, at) }; break;
                case "format" when tool.Kind == ToolKind.Custom: tool = tool with { Format = request.ReadObject(ref reader, at) }; break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (tool.Name.Length == 0) request.RefuseMissing($"{path}.name");
        return tool;
    }

    private void ReadNamespace(scoped ref Utf8JsonReader reader, string path, List<Tool> tools)
    {
        var space = request.Peek(reader, path, "name");
        if (space is null) request.RefuseMissing($"{path}.name");
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "tools") Read(ref reader, $"{path}.tools", tools, space ?? "");
            else if (name is "type" or "name") reader.Skip();
            else request.Lose(ref reader, path, name);
        }
    }

    private WebSearch? ReadSearch(scoped ref Utf8JsonReader reader, string path)
    {
        var search = new WebSearch { DomainsField = "filters.allowed_domains" };
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": reader.Skip(); break;
                case "search_context_size": search = search with { ContextSize = request.ReadText(ref reader, at) }; break;
                case "user_location": search = search with { Location = request.ReadObject(ref reader, at) }; break;
                case "filters" when reader.TokenType == JsonTokenType.StartObject: search = ReadFilters(ref reader, at, search); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        return search.OrNone();
    }

    private WebSearch ReadFilters(scoped ref Utf8JsonReader reader, string path, WebSearch search)
    {
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "allowed_domains" && reader.TokenType == JsonTokenType.StartArray)
                search = search with { AllowedDomains = WebSearch.ListOrNone(request.Slice(ref reader)) };
            else request.Lose(ref reader, path, name, changesMeaning: true);
        }

        return search;
    }
}
