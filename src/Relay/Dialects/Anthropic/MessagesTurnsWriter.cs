using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>Writes <c>system</c> and <c>messages</c>.</summary>
internal sealed class MessagesTurnsWriter(Utf8JsonWriter json, Conversation conversation, MessagesTurnList turns, MessagesCacheMarks marks)
{
    private readonly MessagesMediaWriter _media = new(json, conversation, marks);

    /// <summary>Writes both.</summary>
    public void Write()
    {
        foreach (var part in turns.System.Where(static part => part is not TextPart)) Lose(part);
        if (turns.System.FindAll(static part => part is TextPart) is { Count: > 0 } system) WriteContent("system"u8, system);

        json.WriteStartArray("messages"u8);
        foreach (var turn in turns.Turns) WriteTurn(turn);
        json.WriteEndArray();
    }

    /// <summary>What is said of what a tool said: the provider refuses empty text.</summary>
    public static List<Part> Said(ToolResultPart result) =>
        [.. result.Content.Where(static part => part is not TextPart text || !string.IsNullOrWhiteSpace(text.Text))];

    private void WriteTurn(MessagesTurn turn)
    {
        // What only users can show.
        bool IsUnsaid(Part part) => turn.Role != Role.User && part is (ImagePart or FilePart or AudioPart);
        foreach (var part in turn.Parts.Where(IsUnsaid)) Lose(part);
        var parts = turn.Parts.FindAll(part => !IsUnsaid(part));
        if (parts.Count == 0) return;

        json.WriteStartObject();
        json.WriteString("role"u8, turn.Role switch
        {
            Role.Assistant => "assistant"u8,
            Role.System => "system"u8,
            _ => "user"u8,
        });
        WriteContent("content"u8, parts);
        json.WriteEndObject();
    }

    private void WriteContent(ReadOnlySpan<byte> name, List<Part> parts)
    {
        if (parts is [TextPart { Cache: null } alone])
        {
            json.WriteString(name, alone.Text);
            return;
        }

        json.WriteStartArray(name);
        foreach (var part in parts) WriteBlock(part);
        json.WriteEndArray();
    }

    private void WriteBlock(Part part)
    {
        switch (part)
        {
            case TextPart text: WriteText(text.Text, text); break;
            case RefusalPart refusal: WriteText(refusal.Text, refusal); break;
            case ReasoningPart reasoning: WriteReasoning(reasoning.Text, reasoning.Signature!); break;
            case ToolCallPart call: WriteCall(call); break;
            case ToolResultPart result: WriteResult(result); break;
            default: _media.Write(part); break;
        }
    }

    private void WriteText(string text, Part part)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        marks.Write(json, part.Cache, part.Path);
        json.WriteEndObject();
    }

    private void WriteReasoning(string text, Signature signature)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, signature.IsRedacted ? "redacted_thinking"u8 : "thinking"u8);
        if (!signature.IsRedacted) json.WriteString("thinking"u8, text);
        json.WriteString(signature.IsRedacted ? "data"u8 : "signature"u8, signature.Value);
        json.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        if (call.Signature is not null) conversation.Losses.Add(new($"{call.Path}.signature", false));
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, MessagesToolNames.ToWireId(call.Id));
        json.WriteString("name"u8, MessagesToolNames.ToWire(call.Namespace, call.Name));
        json.WritePropertyName("input"u8);
        MessagesCustomInput.Write(json, call.Arguments, call.IsCustom);
        marks.Write(json, call.Cache, call.Path);
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, MessagesToolNames.ToWireId(result.CallId));
        var content = Said(result);
        if (content.Count > 0) WriteContent("content"u8, content);
        if (result.IsError) json.WriteBoolean("is_error"u8, true);
        marks.Write(json, result.Cache, result.Path);
        json.WriteEndObject();
    }

    private void Lose(Part part)
    {
        marks.Skip(part);
        conversation.Losses.Add(new(part.Path, true));
    }
}
