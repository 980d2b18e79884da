using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
/// <remarks>https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview</remarks>
internal sealed class MessagesTools(RequestBody request)
{
    private static readonly string[] ReliedOn = ["bash_", "code_execution_", "computer_", "mcp_toolset", "memory_", "text_editor_", "web_fetch_"];

    /// <summary>Reads the tools.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (!request.IsArray(ref reader, "tools")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var path = $"tools[{i}]";
            if (request.IsObject(ref reader, path)) ReadTool(ref reader, path);
        }
    }

    /// <summary>Reads which tools must be called.</summary>
    public void ReadChoice(scoped ref Utf8JsonReader reader)
    {
        const string Path = "tool_choice";
        if (!request.IsObject(ref reader, Path)) return;
        string? type = null, tool = null;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, $"{Path}.type"); break;
                case "name": tool = request.ReadText(ref reader, $"{Path}.name"); break;
                case "disable_parallel_tool_use":
                    request.Conversation.ParallelToolCalls = !request.ReadFlag(ref reader, $"{Path}.{name}");
                    break;
                default: request.Lose(ref reader, Path, name); break;
            }
        }

        if (type is "tool" && string.IsNullOrEmpty(tool)) request.RefuseMissing($"{Path}.name");
        request.Conversation.ToolChoice = type switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "any" => new ToolChoice(ToolChoiceKind.Required),
            "tool" => new ToolChoice(ToolChoiceKind.Named, tool),
            "none" => new ToolChoice(ToolChoiceKind.None),
            _ => null,
        };
        if (request.Conversation.ToolChoice is null) request.Lose($"{Path}.type", changesMeaning: true);
    }

    private void ReadTool(scoped ref Utf8JsonReader reader, string path)
    {
        string? type = null, tool = null;
        var read = new Tool(ToolKind.Function, "") { Path = path };
        var search = new WebSearch();
        var losses = new List<Loss>();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            var at = $"{path}.{name}";
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, at); break;
                case "name": tool = request.ReadText(ref reader, at); break;
                case "description": read = read with { Description = request.ReadText(ref reader, at) }; break;
                case "input_schema": read = read with { Parameters = request.ReadObject(ref reader, at) }; break;
                case "strict": read = read with { Strict = request.ReadFlag(ref reader, at) }; break;
                case "cache_control": read = read with { Cache = MessagesBlocks.ReadCache(ref reader, request, at) }; break;
                // How arguments are streamed, and when the provider shows the tool to its model: no question of what it can do.
                case "eager_input_streaming" or "defer_loading": reader.Skip(); break;
                case "allowed_domains" when reader.TokenType == JsonTokenType.StartArray:
                    search = search with { AllowedDomains = WebSearch.ListOrNone(request.Slice(ref reader)) };
                    break;
                case "blocked_domains" when reader.TokenType == JsonTokenType.StartArray:
                    search = search with { BlockedDomains = WebSearch.ListOrNone(request.Slice(ref reader)) };
                    break;
                case "user_location": search = search with { Location = request.ReadObject(ref reader, at) }; break;
                case "max_uses": search = search with { MaxUses = request.ReadInteger(ref reader, at) }; break;
                default: Lose(ref reader, path, name, losses); break;
            }
        }

        if (type?.StartsWith("web_search_", StringComparison.Ordinal) == true)
        {
            read = read with { Kind = ToolKind.WebSearch, Name = tool ?? "web_search", Search = search.OrNone() };
        }
        else if (type is not (null or "custom") && read.Parameters.IsEmpty)
        {
            // Tools that the provider runs, or whose schema only it knows. Without these the model would answer from
            // memory; those that it does not know how to name, it could not call.
            request.Lose(path, changesMeaning: IsReliedOn(type));
            return;
        }
        else
        {
            if (string.IsNullOrEmpty(tool)) request.RefuseMissing($"{path}.name");
            read = read with { Name = tool ?? "" };
        }

        request.Conversation.Losses.AddRange(losses);
        request.Conversation.Tools.Add(read);
    }

    // Others are aids, as a search among tools that are all shown anyway, or not known here: clients send new ones before anyone
    // knows them, and no dialect refuses a call for these.
    private static bool IsReliedOn(string type) => Array.Exists(ReliedOn, known => type.StartsWith(known, StringComparison.Ordinal));

    private void Lose(scoped ref Utf8JsonReader reader, string path, string name, List<Loss> losses)
    {
        var all = request.Conversation.Losses;
        var before = all.Count;
        request.Lose(ref reader, path, name);
        losses.AddRange(all.Skip(before));
        all.RemoveRange(before, all.Count - before);
    }
}
