using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads <c>tools</c>, the older <c>functions</c>, and the search of the web.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools</remarks>
internal sealed class ChatTools(ChatRequestBody request)
{
    private readonly List<Tool> _tools = request.Conversation.Tools;

    /// <summary>Reads <c>tools</c>.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "tools")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (request.IsObject(ref reader, $"tools[{i}]")) ReadTool(ref reader, $"tools[{i}]");
        }
    }

    /// <summary>Reads <c>functions</c>.</summary>
    public void ReadFunctions(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "functions")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"functions[{i}]";
            if (request.IsObject(ref reader, path)) _tools.Add(ReadBody(ref reader, path, new Tool(ToolKind.Function, "")) with { Path = path });
        }
    }

    /// <summary>Reads <c>web_search_options</c>: that they are there asks for a search.</summary>
    public void ReadWebSearch(scoped ref Utf8JsonReader reader)
    {
        const string Path = "web_search_options";
        if (!request.IsObject(ref reader, Path)) return;
        var search = new WebSearch();
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "search_context_size") search = search with { ContextSize = request.ReadText(ref reader, $"{Path}.{name}") };
            else if (name == "user_location") search = search with { Location = ReadLocation(ref reader, $"{Path}.{name}") };
            else request.Lose(ref reader, Path, name);
        }

        _tools.Add(new Tool(ToolKind.WebSearch, "web_search") { Path = Path, Search = search.OrNone() });
    }

    private ReadOnlyMemory<byte> ReadLocation(scoped ref Utf8JsonReader reader, string path)
    {
        ReadOnlyMemory<byte> location = default;
        if (!request.IsObject(ref reader, path)) return location;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "approximate") location = request.ReadObject(ref reader, $"{path}.approximate");
            else reader.Skip();
        }

        return location;
    }

    private void ReadTool(scoped ref Utf8JsonReader reader, string path)
    {
        string? type = null;
        Tool? tool = null;
        CacheMark? cache = null;
        var losses = request.Conversation.Losses.Count;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, at); break;
                case "function":
                    if (request.IsObject(ref reader, at)) tool = ReadBody(ref reader, at, new Tool(ToolKind.Function, ""));
                    break;
                case "custom":
                    if (request.IsObject(ref reader, at)) tool = ReadBody(ref reader, at, new Tool(ToolKind.Custom, ""));
                    break;
                case "cache_control": cache = request.ReadCache(ref reader, at); break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        // Some providers of the dialect have their search among the tools.
        if (type?.StartsWith("web_search", StringComparison.Ordinal) == true) tool ??= new Tool(ToolKind.WebSearch, "web_search");
        if (tool is not null)
        {
            _tools.Add(tool with { Cache = cache ?? tool.Cache, Path = path });
        }
        else if (type is "function" or "custom" or null)
        {
            request.RefuseMissing($"{path}.{type ?? "type"}");
        }
        else
        {
            request.Conversation.Losses.RemoveRange(losses, request.Conversation.Losses.Count - losses);
            request.LoseTool(path);
        }
    }

    private Tool ReadBody(scoped ref Utf8JsonReader reader, string path, Tool tool)
    {
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "name": tool = tool with { Name = request.ReadText(ref reader, at) ?? "" }; break;
                case "description": tool = tool with { Description = request.ReadText(ref reader, at) }; break;
                case "parameters" when tool.Kind == ToolKind.Function: tool = tool with { Parameters = request.ReadObject(ref reader, at) }; break;
                case "strict" when tool.Kind == ToolKind.Function: tool = tool with { Strict = request.ReadFlag(ref reader, at) }; break;
                case "format" when tool.Kind == ToolKind.Custom: tool = tool with { Format = ChatGrammar.Flatten(request.ReadObject(ref reader, at)) }; break;
                case "cache_control": tool = tool with { Cache = request.ReadCache(ref reader, at) }; break;
                default: request.Lose(ref reader, path, name); break;
            }
        }

        if (tool.Name.Length == 0) request.RefuseMissing($"{path}.name");
        return tool;
    }
}
