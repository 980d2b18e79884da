using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal sealed class MessagesToolsWriter(Utf8JsonWriter json, Conversation conversation, MessagesModel model, MessagesCacheMarks marks)
{
    private static ReadOnlySpan<byte> NoArguments => """{"type":"object","properties":{}}"""u8;

    /// <summary>Writes both, where there is anything to write.</summary>
    public void Write()
    {
        var tools = Said(conversation);
        if (tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            foreach (var tool in tools) WriteTool(tool);
            json.WriteEndArray();
            WriteChoice();
        }
        else
        {
            if (conversation.ToolChoice is { Kind: ToolChoiceKind.Named or ToolChoiceKind.Required }) conversation.Losses.Add(new("tool_choice", true));
            WriteFormerTools();
        }
    }

    /// <summary>The tools that are offered: a choice among some of them is one among all, of the others left out.</summary>
    public static List<Tool> Said(Conversation conversation) => conversation.ToolChoice?.Allowed is { } allowed
        ? conversation.Tools.FindAll(tool => allowed.Contains(tool.Name))
        : conversation.Tools;

    // The provider refuses calls in the conversation without any tools; a summary of it is asked for so.
    private void WriteFormerTools()
    {
        var names = conversation.Messages.SelectMany(static message => message.Parts).OfType<ToolCallPart>()
            .Select(static call => MessagesToolNames.ToWire(call.Namespace, call.Name)).Distinct().ToList();
        if (names.Count == 0) return;
        json.WriteStartArray("tools"u8);
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WritePropertyName("input_schema"u8);
            json.WriteRawValue(NoArguments, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "none"u8);
        json.WriteEndObject();
    }

    private void WriteTool(Tool tool)
    {
        json.WriteStartObject();
        if (tool.Kind == ToolKind.WebSearch)
        {
            json.WriteString("type"u8, "web_search_20250305"u8);
            json.WriteString("name"u8, "web_search"u8);
            if (tool.Search is { } search) WriteSearch(tool, search);
        }
        else
        {
            WriteFunction(tool);
        }

        marks.Write(json, tool.Cache, tool.Path);
        json.WriteEndObject();
    }

    private void WriteSearch(Tool tool, WebSearch search)
    {
        if (search.MaxUses is { } uses) json.WriteNumber("max_uses"u8, uses);
        WriteList("allowed_domains"u8, search.AllowedDomains);
        WriteList("blocked_domains"u8, search.BlockedDomains);
        search.WriteUserLocation(json);
        search.Lose(tool.Path, conversation.Losses, contextSize: true);
    }

    private void WriteList(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> list)
    {
        if (list.IsEmpty) return;
        json.WritePropertyName(name);
        json.WriteRawValue(list.Span, skipInputValidation: true);
    }

    private void WriteFunction(Tool tool)
    {
        json.WriteString("name"u8, MessagesToolNames.ToWire(tool.Namespace, tool.Name));
        // The model sees the grammar of a custom tool, though nothing holds it to it.
        var description = tool.Format.IsEmpty
            ? tool.Description
            : $"{tool.Description}\n\nThe input is text of this format: {Encoding.UTF8.GetString(tool.Format.Span)}".TrimStart();
        if (description is not null) json.WriteString("description"u8, description);
        if (!tool.Format.IsEmpty) conversation.Losses.Add(new($"{tool.Path}.format", false));

        var loss = tool.Strict == true && tool.Kind == ToolKind.Function ? MessagesSchemaLosses.Of(tool.Parameters.Span) : MessagesSchemaLoss.None;
        var isStrict = tool.Strict == true && model.TakesSchema && loss != MessagesSchemaLoss.Members;
        if (isStrict && loss == MessagesSchemaLoss.Keywords) conversation.Losses.Add(new($"{tool.Path}.parameters", false));
        if (tool.Strict == true && !isStrict) conversation.Losses.Add(new($"{tool.Path}.strict", false));
        json.WritePropertyName("input_schema"u8);
        if (tool.Kind == ToolKind.Custom) json.WriteRawValue(MessagesCustomInput.Schema, skipInputValidation: true);
        else if (tool.Parameters.IsEmpty) json.WriteRawValue(NoArguments, skipInputValidation: true);
        else if (isStrict) MessagesSchema.Write(json, tool.Parameters.Span);
        else WriteSchema(tool.Parameters.Span);
        if (isStrict) json.WriteBoolean("strict"u8, true);
    }

    // The provider demands the type, which others leave out.
    private void WriteSchema(ReadOnlySpan<byte> schema)
    {
        var reader = DialectJson.ReaderOn(schema);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonString.ReadName(ref reader) is "type")
            {
                DialectJson.WriteRaw(json, schema);
                return;
            }

            reader.Read();
            reader.Skip();
        }

        var rest = schema[(schema.IndexOf((byte)'{') + 1)..];
        byte[] typed = [.. """{"type":"object" """u8[..^1], .. rest.TrimStart(" \t\r\n"u8) is [(byte)'}', ..] ? default : ","u8, .. rest];
        DialectJson.WriteRaw(json, typed);
    }

    private void WriteChoice()
    {
        var choice = conversation.ToolChoice;
        var isSingle = conversation.ParallelToolCalls == false;
        if (choice is null && !isSingle) return;
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice?.Kind switch
        {
            ToolChoiceKind.None => "none"u8,
            ToolChoiceKind.Required => "any"u8,
            ToolChoiceKind.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (choice is { Kind: ToolChoiceKind.Named, Name: { } name }) json.WriteString("name"u8, WireNameOf(name));
        if (isSingle && choice?.Kind != ToolChoiceKind.None) json.WriteBoolean("disable_parallel_tool_use"u8, true);
        json.WriteEndObject();
    }

    private string WireNameOf(string name)
    {
        var tool = conversation.Tools.Find(tool => tool.Name == name);
        return tool?.Kind == ToolKind.WebSearch ? "web_search" : MessagesToolNames.ToWire(tool?.Namespace, name);
    }
}
