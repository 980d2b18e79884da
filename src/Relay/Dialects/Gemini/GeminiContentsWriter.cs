using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Writes <c>systemInstruction</c> and <c>contents</c>. Turns of one role that follow each other become one, for
/// Gemini's take turns; what holds nothing is left out, for Gemini refuses it.
/// </summary>
internal sealed class GeminiContentsWriter(Utf8JsonWriter json, Conversation conversation, GeminiModel model)
{
    private readonly GeminiResultWriter _results = new(json, conversation, model);
    private Role? _open;
    private bool _anyCall;

    /// <summary>Writes both.</summary>
    public void Write()
    {
        var messages = conversation.Messages;
        var first = messages.FindIndex(static message => !IsSystem(message.Role));
        // Gemini wants contents; where there is nothing but the application's word, the last of it is the question.
        if (first < 0) first = messages.Count - 1;
        WriteSystem(messages.Take(first));

        json.WriteStartArray("contents"u8);
        foreach (var message in messages.Skip(first)) WriteMessage(message, isAlone: first == messages.Count - 1);
        Close();
        json.WriteEndArray();
    }

    private void WriteSystem(IEnumerable<Message> messages)
    {
        var parts = messages.SelectMany(static message => message.Parts).ToList();
        if (!parts.Exists(static part => part is TextPart { Text.Length: > 0 })) return;
        json.WriteStartObject("systemInstruction"u8);
        json.WriteStartArray("parts"u8);
        foreach (var part in parts)
        {
            NoteCache(part);
            if (part is TextPart { Text.Length: > 0 } text) WriteText(text.Text, null, isThought: false);
            else if (part is not TextPart) conversation.Losses.Add(new(part.Path, true));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMessage(Message message, bool isAlone)
    {
        if (message.Name is not null && message.Parts.Count > 0) conversation.Losses.Add(new($"{message.Parts[0].Path}.name", false));
        foreach (var part in message.Parts)
        {
            NoteCache(part);
            switch (part)
            {
                // There is no such role in the midst of contents, so it is marked as what it is.
                case TextPart { Text.Length: > 0 } text when IsSystem(message.Role) && !isAlone:
                    Open(Role.User);
                    WriteText($"<system>\n{text.Text}\n</system>", null, isThought: false);
                    break;
                case TextPart text: WriteText(message.Role, text); break;
                case RefusalPart { Text.Length: > 0 } refusal:
                    Open(message.Role);
                    WriteText(refusal.Text, null, isThought: false);
                    break;
                case RefusalPart: break;
                case ReasoningPart reasoning: WriteReasoning(message.Role, reasoning); break;
                case ToolCallPart call: WriteCall(call); break;
                case ToolResultPart result:
                    Open(Role.User, isResult: true);
                    _results.Write(result);
                    break;
                default:
                    Open(message.Role);
                    GeminiMediaWriter.Write(json, part, conversation);
                    break;
            }
        }
    }

    private void WriteText(Role role, TextPart text)
    {
        var signature = Own(text.Signature, text.Path);
        if (text.Text.Length == 0 && signature is null) return;
        Open(role);
        WriteText(text.Text, signature, isThought: false);
    }

    private void WriteReasoning(Role role, ReasoningPart reasoning)
    {
        // What another provider sealed is not to be read without its seal.
        var signature = Own(reasoning.Signature, reasoning.Path);
        if (reasoning.Signature is not null && signature is null) return;
        if (reasoning.Text.Length == 0 && signature is null) return;
        Open(role);
        WriteText(reasoning.Text, signature, isThought: true);
    }

    private void WriteCall(ToolCallPart call)
    {
        Open(Role.Assistant);
        var name = GeminiToolNames.ToWire(call.Namespace, call.Name);
        _results.NoteCall(call.Id, name);
        var signature = Own(call.Signature, call.Path);
        // Of calls that were made together, the first alone is checked.
        if (!_anyCall && model.IsThird) signature ??= GeminiSignature.None;
        _anyCall = true;

        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, call.Id);
        json.WriteString("name"u8, name);
        json.WritePropertyName("args"u8);
        GeminiArgumentsWriter.Write(json, Encoding.UTF8.GetBytes(call.Arguments), call.IsCustom);
        json.WriteEndObject();
        if (signature is not null) json.WriteString("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }

    private void WriteText(string text, string? signature, bool isThought)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        if (isThought) json.WriteBoolean("thought"u8, true);
        if (signature is not null) json.WriteString("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }

    private void Open(Role role, bool isResult = false)
    {
        if (!isResult) _results.Flush();
        var wire = role == Role.Assistant ? Role.Assistant : Role.User;
        if (_open == wire) return;
        Close();
        _open = wire;
        _anyCall = false;
        json.WriteStartObject();
        json.WriteString("role"u8, wire == Role.Assistant ? "model"u8 : "user"u8);
        json.WriteStartArray("parts"u8);
    }

    private void Close()
    {
        if (_open is null) return;
        _results.Flush();
        json.WriteEndArray();
        json.WriteEndObject();
        _open = null;
    }

    private string? Own(Signature? signature, string path)
    {
        if (signature is null) return null;
        if (signature is { Dialect: Dialect.Gemini, IsRedacted: false }) return signature.Value;
        conversation.Losses.Add(new(path, false));
        return null;
    }

    // Gemini caches by itself what prompts have in common.
    private void NoteCache(Part part)
    {
        if (part.Cache is not null) conversation.Losses.Add(new($"{part.Path}.cache_control", false));
    }

    private static bool IsSystem(Role role) => role is Role.System or Role.Developer;
}
