using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>.</summary>
internal sealed class ResponsesToolsWriter(Utf8JsonWriter json, Conversation conversation)
{
    private static ReadOnlySpan<byte> NoParameters => """{"type":"object","properties":{},"additionalProperties":false}"""u8;

    private readonly List<Tool> _tools = conversation.Tools;

    /// <summary>Writes all of them, where there is anything to write.</summary>
    public void Write()
    {
        if (_tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            var spaces = _tools.ToLookup(static tool => tool.Namespace);
            var written = new HashSet<string>();
            foreach (var tool in _tools)
            {
                if (tool.Namespace is not { } space) WriteTool(tool);
                // It stands where its first tool stands.
                else if (written.Add(space)) WriteNamespace(space, spaces[space]);
            }

            json.WriteEndArray();
        }

        if (conversation.ToolChoice is { } choice) WriteChoice(choice);
        if (conversation.ParallelToolCalls is { } parallel && _tools.Count > 0) json.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private void WriteNamespace(string space, IEnumerable<Tool> tools)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "namespace"u8);
        json.WriteString("name"u8, ResponsesToolNames.ToWire(space));
        // It has to have one.
        json.WriteString("description"u8, space);
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools) WriteTool(tool);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteTool(Tool tool)
    {
        if (tool.Cache is not null) conversation.Losses.Add(new($"{tool.Path}.cache_control", false));
        json.WriteStartObject();
        json.WriteString("type"u8, WordOf(tool.Kind));
        if (tool.Kind != ToolKind.WebSearch)
        {
            json.WriteString("name"u8, ResponsesToolNames.ToWire(tool.Name));
            if (tool.Description is { } description) json.WriteString("description"u8, description);
        }

        if (tool.Search is { } search) WriteSearch(tool, search);
        if (tool.Kind == ToolKind.Function)
        {
            WriteParameters(tool);
        }
        else if (!tool.Format.IsEmpty)
        {
            json.WritePropertyName("format"u8);
            json.WriteRawValue(tool.Format.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private void WriteSearch(Tool tool, WebSearch search)
    {
        if (search.ContextSize is { } size) json.WriteString("search_context_size"u8, size);
        if (!search.Location.IsEmpty)
        {
            json.WriteStartObject("user_location"u8);
            json.WriteString("type"u8, "approximate"u8);
            search.WriteLocation(json);
            json.WriteEndObject();
        }

        if (!search.AllowedDomains.IsEmpty)
        {
            json.WriteStartObject("filters"u8);
            json.WritePropertyName("allowed_domains"u8);
            json.WriteRawValue(search.AllowedDomains.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        search.Lose(tool.Path, conversation.Losses, blocked: true, maxUses: true);
    }

    private void WriteParameters(Tool tool)
    {
        var schema = tool.Parameters.IsEmpty ? NoParameters : tool.Parameters.Span;
        json.WritePropertyName("parameters"u8);
        json.WriteRawValue(schema, skipInputValidation: true);
        var isStrict = tool.Strict == true && ResponsesRequestSchema.IsStrict(schema);
        if (tool.Strict == true && !isStrict) conversation.Losses.Add(new($"{tool.Path}.strict", false));
        // What is left out is strict here, and nowhere else.
        json.WriteBoolean("strict"u8, isStrict);
    }

    private void WriteChoice(ToolChoice choice)
    {
        // A choice among no tools is refused.
        if (_tools.Count == 0)
        {
            if (choice.Kind is ToolChoiceKind.Named or ToolChoiceKind.Required) conversation.Losses.Add(new("tool_choice", true));
        }
        else if (choice.Kind == ToolChoiceKind.Named)
        {
            json.WritePropertyName("tool_choice"u8);
            WriteReference(choice.Name ?? "", ToKinds());
        }
        else if (choice.Allowed is { } allowed && choice.Kind != ToolChoiceKind.None)
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "allowed_tools"u8);
            json.WriteString("mode"u8, WordOf(choice.Kind));
            json.WriteStartArray("tools"u8);
            var kinds = ToKinds();
            foreach (var name in allowed) WriteReference(name, kinds);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("tool_choice"u8, WordOf(choice.Kind));
        }
    }

    private Dictionary<string, ToolKind> ToKinds()
    {
        var kinds = new Dictionary<string, ToolKind>();
        foreach (var tool in _tools) kinds.TryAdd(tool.Name, tool.Kind);
        return kinds;
    }

    private void WriteReference(string name, Dictionary<string, ToolKind> kinds)
    {
        var kind = kinds.GetValueOrDefault(name, ToolKind.Function);
        json.WriteStartObject();
        json.WriteString("type"u8, WordOf(kind));
        if (kind != ToolKind.WebSearch) json.WriteString("name"u8, ResponsesToolNames.ToWire(name));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> WordOf(ToolKind kind) => kind switch
    {
        ToolKind.Custom => "custom"u8,
        ToolKind.WebSearch => "web_search"u8,
        _ => "function"u8,
    };

    private static ReadOnlySpan<byte> WordOf(ToolChoiceKind kind) => kind switch
    {
        ToolChoiceKind.None => "none"u8,
        ToolChoiceKind.Required => "required"u8,
        _ => "auto"u8,
    };
}
