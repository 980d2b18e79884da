using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Writes <c>tools</c> and <c>toolConfig</c>. Schemas go into <c>parametersJsonSchema</c>, which takes JSON Schema as it
/// is; the older <c>parameters</c> knows neither <c>$ref</c> nor <c>additionalProperties</c>.
/// </summary>
/// <remarks>https://ai.google.dev/api/caching#FunctionDeclaration</remarks>
internal sealed class GeminiToolsWriter(Utf8JsonWriter json, Conversation conversation)
{
    private readonly List<Tool> _functions = conversation.Tools.FindAll(static tool => tool.Kind != ToolKind.WebSearch);

    /// <summary>Writes both, where there is anything to write.</summary>
    public void Write()
    {
        if (conversation.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            if (_functions.Count > 0) WriteFunctions();
            WriteSearch();
            json.WriteEndArray();
        }

        if (conversation.ToolChoice is { } choice) WriteChoice(choice);
        if (conversation.ParallelToolCalls == false && _functions.Count > 0)
            conversation.Losses.Add(new("parallel_tool_calls", false));
    }

    // All in one: Gemini takes several tools only where they are its own.
    private void WriteFunctions()
    {
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in _functions)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, GeminiToolNames.ToWire(tool.Namespace, tool.Name));
            if (DescriptionOf(tool) is { } description) json.WriteString("description"u8, description);
            var schema = tool.Kind == ToolKind.Custom ? GeminiCustomInput.Schema : tool.Parameters.Span;
            if (!schema.IsEmpty)
            {
                json.WritePropertyName("parametersJsonSchema"u8);
                DialectJson.WriteRaw(json, schema);
            }

            json.WriteEndObject();
            NoteLosses(tool);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The model sees the grammar of a custom tool, though nothing holds it to it.
    private static string? DescriptionOf(Tool tool) => tool.Format.IsEmpty
        ? tool.Description
        : $"{tool.Description}\n\nThe input is text of this format: {Encoding.UTF8.GetString(tool.Format.Span)}".TrimStart();

    private void NoteLosses(Tool tool)
    {
        if (!tool.Format.IsEmpty) conversation.Losses.Add(new($"{tool.Path}.format", false));
        if (tool.Strict == true) conversation.Losses.Add(new($"{tool.Path}.strict", false));
        if (tool.Cache is not null) conversation.Losses.Add(new($"{tool.Path}.cache_control", false));
    }

    private void WriteSearch()
    {
        var searches = conversation.Tools.FindAll(static tool => tool.Kind == ToolKind.WebSearch);
        if (searches.Count == 0) return;
        if (_functions.Count > 0)
        {
            // Gemini refuses its own tools beside functions.
            foreach (var search in searches) conversation.Losses.Add(new(search.Path, false));
            return;
        }

        foreach (var tool in searches)
            tool.Search?.Lose(tool.Path, conversation.Losses, contextSize: true, location: true, allowed: true, blocked: true, maxUses: true);
        json.WriteRawValue("""{"googleSearch":{}}"""u8, skipInputValidation: true);
    }

    private void WriteChoice(ToolChoice choice)
    {
        // Gemini refuses a choice among no functions, and its search is none of them.
        if (_functions.Count == 0 || (choice.Kind == ToolChoiceKind.Named && IsSearch(choice.Name)))
        {
            if (choice.Kind is ToolChoiceKind.Named or ToolChoiceKind.Required) conversation.Losses.Add(new("tool_choice", true));
            return;
        }

        var allowed = choice.Kind == ToolChoiceKind.Named ? [choice.Name!] : choice.Allowed;
        json.WriteStartObject("toolConfig"u8);
        json.WriteStartObject("functionCallingConfig"u8);
        json.WriteString("mode"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "NONE"u8,
            ToolChoiceKind.Required or ToolChoiceKind.Named => "ANY"u8,
            // The mode that leaves the choice to the model and knows a list.
            _ => allowed is null ? "AUTO"u8 : "VALIDATED"u8,
        });
        if (allowed is not null && choice.Kind != ToolChoiceKind.None)
        {
            json.WriteStartArray("allowedFunctionNames"u8);
            foreach (var name in allowed.Where(name => !IsSearch(name))) json.WriteStringValue(GeminiToolNames.ToWire(SpaceOf(name), name));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private bool IsSearch(string? name) => conversation.Tools.Exists(tool => tool.Kind == ToolKind.WebSearch && tool.Name == name);

    private string? SpaceOf(string name) => _functions.Find(tool => tool.Name == name)?.Namespace;
}
