using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Writes a turn of the model as one message, of however many pieces it is.</summary>
/// <param name="json">Where to.</param>
/// <param name="conversation">Where losses go.</param>
/// <param name="form">What the provider makes of the dialect.</param>
/// <param name="parts">Writes content.</param>
/// <param name="moved">What is to follow in a message of the user.</param>
internal sealed class ChatAssistantWriter(
    Utf8JsonWriter json, Conversation conversation, ChatProviderForm form, ChatPartsWriter parts, List<Part> moved)
{
    private readonly List<Part> _texts = [];
    private readonly List<ReasoningPart> _thoughts = [];
    private readonly List<ToolCallPart> _calls = [];
    private readonly List<(string Text, Signature Signature)> _details = [];
    private string _refusal = "";

    /// <summary>Writes the message, unless there is nothing in it that the provider takes.</summary>
    public void Write(List<Message> messages)
    {
        _texts.Clear();
        _thoughts.Clear();
        _calls.Clear();
        _details.Clear();
        _refusal = "";
        foreach (var part in messages.SelectMany(static message => message.Parts)) Take(part);
        if (_texts.Count + _thoughts.Count + _calls.Count + _details.Count + _refusal.Length == 0) return;

        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        if (messages.Find(static message => message.Name is not null)?.Name is { } name) json.WriteString("name"u8, name);
        if (_texts.Count > 0 || _calls.Count + _refusal.Length == 0)
        {
            json.WritePropertyName("content"u8);
            parts.WriteContent(_texts);
        }
        else
        {
            json.WriteNull("content"u8);
        }

        if (_refusal.Length > 0) json.WriteString("refusal"u8, _refusal);
        if (_thoughts.Count > 0) json.WriteString(form.ReasoningField!, string.Concat(_thoughts.Select(static part => part.Text)));
        WriteDetails();
        WriteCalls();
        if (form.PrefillField is { } prefill && messages[^1].IsPrefill) json.WriteBoolean(prefill, true);
        json.WriteEndObject();
    }

    private void Take(Part part)
    {
        switch (part)
        {
            case ReasoningPart reasoning: TakeReasoning(reasoning); break;
            case TextPart text:
                _texts.Add(text);
                TakeSignature("", text.Signature, text.Path);
                break;
            case RefusalPart refusal: _refusal += refusal.Text; break;
            case ToolCallPart call:
                _calls.Add(call);
                if (call.Signature is not null) conversation.Losses.Add(new($"{call.Path}.signature", false));
                if (call.Cache is not null) parts.NoteCache(call.Path);
                break;
            default:
                if (moved.Count == 0) moved.Add(new TextPart("Made by the assistant before:"));
                moved.Add(part);
                break;
        }
    }

    private void TakeReasoning(ReasoningPart part)
    {
        var isOwn = part.Signature?.Dialect == Dialect.OpenAIChat;
        if (isOwn) _details.Add((part.Text, part.Signature!));
        if (form.ReasoningField is not null && part.Text.Length > 0) _thoughts.Add(part);
        else if (!isOwn) conversation.Losses.Add(new(part.Path, false));
    }

    private void TakeSignature(string text, Signature? signature, string path)
    {
        if (signature?.Dialect == Dialect.OpenAIChat) _details.Add((text, signature));
        else if (signature is not null) conversation.Losses.Add(new($"{path}.signature", false));
    }

    private void WriteDetails()
    {
        if (_details.Count == 0) return;
        json.WriteStartArray("reasoning_details"u8);
        for (var i = 0; i < _details.Count; i++) ChatReasoningItem.WriteBack(json, _details[i].Text, _details[i].Signature, i);
        json.WriteEndArray();
    }

    private void WriteCalls()
    {
        if (_calls.Count == 0) return;
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in _calls)
        {
            var isCustom = call.IsCustom && form.TakesCustomTools;
            json.WriteStartObject();
            json.WriteString("id"u8, ChatPartsWriter.FitId(call.Id));
            json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
            json.WriteStartObject(isCustom ? "custom"u8 : "function"u8);
            json.WriteString("name"u8, ChatToolNames.ToWire(call.Namespace, call.Name));
            if (isCustom) json.WriteString("input"u8, call.Arguments);
            else if (call.IsCustom) json.WriteString("arguments"u8, ChatCustomInput.Wrap(call.Arguments));
            // A call without arguments comes as no text at all, which is no JSON to those who read it strictly.
            else json.WriteString("arguments"u8, string.IsNullOrWhiteSpace(call.Arguments) ? "{}" : call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
