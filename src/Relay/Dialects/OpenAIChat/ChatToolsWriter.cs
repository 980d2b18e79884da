using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Writes <c>tools</c>, <c>tool_choice</c>, <c>parallel_tool_calls</c> and <c>web_search_options</c>.</summary>
internal sealed class ChatToolsWriter(Utf8JsonWriter json, Conversation conversation, ChatProviderForm form)
{
    private readonly List<Tool> _tools = conversation.Tools.FindAll(static tool => tool.Kind != ToolKind.WebSearch);

    /// <summary>Writes all of them, where there is anything to write.</summary>
    public void Write()
    {
        if (_tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            foreach (var tool in _tools) WriteTool(tool);
            json.WriteEndArray();
        }

        if (conversation.Tools.Find(static tool => tool.Kind == ToolKind.WebSearch) is { } search) WriteSearch(search);

        if (conversation.ToolChoice is { } choice) WriteChoice(choice);
        // Without tools both are refused.
        if (conversation.ParallelToolCalls is { } parallel && _tools.Count > 0) json.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private void WriteSearch(Tool tool)
    {
        json.WriteStartObject("web_search_options"u8);
        if (tool.Search is { } search)
        {
            if (search.ContextSize is { } size) json.WriteString("search_context_size"u8, size);
            if (!search.Location.IsEmpty)
            {
                json.WriteStartObject("user_location"u8);
                json.WriteString("type"u8, "approximate"u8);
                json.WriteStartObject("approximate"u8);
                search.WriteLocation(json);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            search.Lose(tool.Path, conversation.Losses, allowed: true, blocked: true, maxUses: true);
        }

        json.WriteEndObject();
    }

    private void WriteTool(Tool tool)
    {
        var isCustom = tool.Kind == ToolKind.Custom && form.TakesCustomTools;
        json.WriteStartObject();
        json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
        json.WriteStartObject(isCustom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, ChatToolNames.ToWire(tool.Namespace, tool.Name));
        if (DescriptionOf(tool, isCustom) is { } description) json.WriteString("description"u8, description);
        if (isCustom) WriteFormat(tool);
        else WriteParameters(tool);
        json.WriteEndObject();
        if (tool.Cache is { } cache) WriteCache(cache, tool.Path);
        json.WriteEndObject();
    }

    private void WriteFormat(Tool tool)
    {
        if (tool.Format.IsEmpty) return;
        json.WritePropertyName("format"u8);
        ChatGrammar.Write(json, tool.Format.Span);
    }

    private void WriteParameters(Tool tool)
    {
        var schema = tool.Kind == ToolKind.Custom ? ChatCustomInput.Schema : tool.Parameters.Span;
        if (!schema.IsEmpty)
        {
            json.WritePropertyName("parameters"u8);
            json.WriteRawValue(schema, skipInputValidation: true);
        }

        if (tool.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
        if (!tool.Format.IsEmpty) conversation.Losses.Add(new($"{tool.Path}.format", false));
    }

    // The model sees the grammar of a custom tool, though nothing holds it to it.
    private static string? DescriptionOf(Tool tool, bool isCustom) => isCustom || tool.Format.IsEmpty
        ? tool.Description
        : $"{tool.Description}\n\nThe input is text of this format: {Encoding.UTF8.GetString(tool.Format.Span)}".TrimStart();

    private void WriteCache(CacheMark cache, string path)
    {
        if (form.TakesCacheControl) ChatPartsWriter.WriteCache(json, cache);
        else conversation.Losses.Add(new($"{path}.cache_control", false));
    }

    private void WriteChoice(ToolChoice choice)
    {
        // A choice among no tools is refused, and the search of the web is none of them.
        if (_tools.Count == 0 || (choice.Kind == ToolChoiceKind.Named && IsSearch(choice.Name)))
        {
            if (choice.Kind is ToolChoiceKind.Named or ToolChoiceKind.Required) conversation.Losses.Add(new("tool_choice", true));
        }
        else if (choice.Kind == ToolChoiceKind.Named)
        {
            json.WriteStartObject("tool_choice"u8);
            WriteName(choice.Name ?? "");
            json.WriteEndObject();
        }
        else if (choice.Allowed is { } allowed && choice.Kind != ToolChoiceKind.None)
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "allowed_tools"u8);
            json.WriteStartObject("allowed_tools"u8);
            json.WriteString("mode"u8, WordOf(choice.Kind));
            json.WriteStartArray("tools"u8);
            foreach (var name in allowed.Where(name => !IsSearch(name)))
            {
                json.WriteStartObject();
                WriteName(name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("tool_choice"u8, WordOf(choice.Kind));
        }
    }

    private bool IsSearch(string? name) => conversation.Tools.Exists(tool => tool.Kind == ToolKind.WebSearch && tool.Name == name);

    private void WriteName(string name)
    {
        var tool = _tools.Find(tool => tool.Name == name);
        var word = tool?.Kind == ToolKind.Custom && form.TakesCustomTools ? "custom"u8 : "function"u8;
        json.WriteString("type"u8, word);
        json.WriteStartObject(word);
        json.WriteString("name"u8, ChatToolNames.ToWire(tool?.Namespace, name));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> WordOf(ToolChoiceKind kind) => kind switch
    {
        ToolChoiceKind.None => "none"u8,
        ToolChoiceKind.Required => "required"u8,
        _ => "auto"u8,
    };
}
