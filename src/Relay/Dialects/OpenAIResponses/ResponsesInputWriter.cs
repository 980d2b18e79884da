using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Writes <c>instructions</c> and <c>input</c>. Thoughts, calls and results are items of their own, in the order in
/// which they stand.
/// </summary>
internal sealed class ResponsesInputWriter(Utf8JsonWriter json, Conversation conversation)
{
    private readonly ResponsesInputContentWriter _content = new(json, conversation);
    private readonly List<Part> _parts = [];
    private readonly List<Part> _pictures = [];
    private readonly List<ReasoningPart> _thoughts = [];
    private readonly HashSet<string> _customCalls = [];

    /// <summary>Writes both.</summary>
    public void Write()
    {
        var messages = conversation.Messages;
        // A conversation of nothing else needs it as its question.
        var hasInstructions = messages.Count > 1 && messages[0] is { Role: Role.System, Parts: [TextPart { Text.Length: > 0 }] };
        if (hasInstructions)
        {
            var text = (TextPart)messages[0].Parts[0];
            json.WriteString("instructions"u8, text.Text);
            _content.NoteLosses(text);
        }

        json.WriteStartArray("input"u8);
        foreach (var message in messages.Skip(hasInstructions ? 1 : 0)) WriteMessage(message);
        DropThoughts();
        json.WriteEndArray();
    }

    private void WriteMessage(Message message)
    {
        if (message.Name is not null && message.Parts.Count > 0) Lose($"{message.Parts[0].Path}.name");
        foreach (var part in message.Parts)
        {
            if (part is ReasoningPart or ToolCallPart or ToolResultPart)
            {
                End(message.Role);
                _content.NoteLosses(part);
            }

            if (part is ReasoningPart thought) Take(thought);
            else if (part is ToolCallPart call) WriteCall(call);
            else if (part is ToolResultPart result) WriteResult(result);
            // Clients of chat say so of a turn that was calls alone.
            else if (message.Role == Role.Assistant && part is TextPart { Text: "" }) _content.NoteLosses(part);
            else if (message.Role == Role.Assistant && part is not (TextPart or RefusalPart)) _pictures.Add(part);
            else _parts.Add(part);
        }

        End(message.Role);
    }

    // Ends the message that the parts so far make.
    private void End(Role role)
    {
        if (_parts.Count > 0)
        {
            WriteBehind(isAssistant: role == Role.Assistant);
            WriteContent(role, _parts);
            _parts.Clear();
        }

        if (_pictures.Count == 0) return;
        DropThoughts();
        // The dialect lets the model show none, so the user does.
        _pictures.Insert(0, new TextPart("Made by the assistant before:"));
        WriteContent(Role.User, _pictures);
        _pictures.Clear();
    }

    private void WriteContent(Role role, List<Part> parts)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, role switch
        {
            Role.System => "system"u8,
            Role.Developer => "developer"u8,
            Role.Assistant => "assistant"u8,
            _ => "user"u8,
        });
        json.WritePropertyName("content"u8);
        _content.Write(parts, isAssistant: role == Role.Assistant);
        json.WriteEndObject();
    }

    private void Take(ReasoningPart thought)
    {
        // Without its own seal the provider takes no thoughts back.
        if (thought.Signature is { Dialect: Dialect.OpenAIResponses, IsRedacted: false }) _thoughts.Add(thought);
        else Lose(thought.Path);
    }

    // Thoughts stand before what they led to; the provider refuses those that led to nothing.
    private void WriteBehind(bool isAssistant)
    {
        if (!isAssistant) DropThoughts();
        foreach (var thought in _thoughts)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reasoning"u8);
            json.WriteStartArray("summary"u8);
            if (thought.Text.Length > 0)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "summary_text"u8);
                json.WriteString("text"u8, thought.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("encrypted_content"u8, thought.Signature!.Value);
            json.WriteEndObject();
        }

        _thoughts.Clear();
    }

    private void DropThoughts()
    {
        foreach (var thought in _thoughts) Lose(thought.Path);
        _thoughts.Clear();
    }

    private void WriteCall(ToolCallPart call)
    {
        WriteBehind(isAssistant: true);
        if (call.IsCustom) _customCalls.Add(call.Id);
        json.WriteStartObject();
        json.WriteString("type"u8, call.IsCustom ? "custom_tool_call"u8 : "function_call"u8);
        json.WriteString("call_id"u8, ResponsesToolNames.ToWireId(call.Id));
        if (call.Namespace is { } space) json.WriteString("namespace"u8, ResponsesToolNames.ToWire(space));
        json.WriteString("name"u8, ResponsesToolNames.ToWire(call.Name));
        if (call.IsCustom) json.WriteString("input"u8, call.Arguments);
        // A call without arguments comes as no text at all, which is no JSON to those who read it strictly.
        else json.WriteString("arguments"u8, string.IsNullOrWhiteSpace(call.Arguments) ? "{}" : call.Arguments);
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        DropThoughts();
        if (result.IsError) Lose($"{result.Path}.is_error");
        // Not every dialect says of a result what it answers.
        var isCustom = result.IsCustom || _customCalls.Contains(result.CallId);
        json.WriteStartObject();
        json.WriteString("type"u8, isCustom ? "custom_tool_call_output"u8 : "function_call_output"u8);
        json.WriteString("call_id"u8, ResponsesToolNames.ToWireId(result.CallId));
        json.WritePropertyName("output"u8);
        _content.Write(result.Content, isAssistant: false);
        json.WriteEndObject();
    }

    private void Lose(string path) => conversation.Losses.Add(new(path, false));
}
