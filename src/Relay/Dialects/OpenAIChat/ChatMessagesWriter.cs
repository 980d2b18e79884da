using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// Writes <c>messages</c>. A turn of the model is one message, and the results of its calls stand right behind it: the
/// dialect refuses anything between.
/// </summary>
internal sealed class ChatMessagesWriter(Utf8JsonWriter json, Conversation conversation, ChatProviderForm form)
{
    private readonly ChatPartsWriter _parts = new(json, conversation, form);
    private readonly List<Part> _moved = [];

    /// <summary>Writes the list.</summary>
    public void Write()
    {
        var messages = conversation.Messages;
        var assistant = new ChatAssistantWriter(json, conversation, form, _parts, _moved);
        json.WriteStartArray("messages"u8);
        for (var start = 0; start < messages.Count;)
        {
            var isAssistant = messages[start].Role == Role.Assistant;
            var end = start + 1;
            while (end < messages.Count && messages[end].Role == Role.Assistant == isAssistant) end++;
            if (isAssistant) assistant.Write(messages[start..end]);
            else WriteOthers(messages[start..end]);
            start = end;
        }

        WriteMoved();
        json.WriteEndArray();
    }

    private void WriteOthers(List<Message> messages)
    {
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolResultPart result) WriteResult(result);
            }
        }

        WriteMoved();
        foreach (var message in messages)
        {
            var parts = message.Parts.FindAll(static part => part is not ToolResultPart);
            if (parts.Count > 0 || message.Parts.Count == 0) WriteMessage(message, parts);
        }
    }

    private void WriteMessage(Message message, List<Part> parts)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role switch
        {
            Role.Developer when form.TakesDeveloper => "developer"u8,
            Role.System or Role.Developer => "system"u8,
            _ => "user"u8,
        });
        if (message.Name is { } name) json.WriteString("name"u8, name);
        if (message.Role != Role.User)
        {
            // Text is all that the application may say.
            foreach (var part in parts.Where(static part => !ChatPartsWriter.IsText(part))) conversation.Losses.Add(new(part.Path, true));
            parts.RemoveAll(static part => !ChatPartsWriter.IsText(part));
        }

        json.WritePropertyName("content"u8);
        _parts.WriteContent(parts);
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        var media = result.Content.Where(static part => !ChatPartsWriter.IsText(part)).ToList();
        var texts = result.Content.Where(ChatPartsWriter.IsText).ToList();
        if (media.Count > 0)
        {
            if (texts.Count == 0) texts.Add(new TextPart("What the tool returned follows in a message of the user."));
            _moved.Add(new TextPart($"Returned by the tool call {ChatPartsWriter.FitId(result.CallId)}:"));
            _moved.AddRange(media);
        }

        if (result.IsError) conversation.Losses.Add(new($"{result.Path}.is_error", false));
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, ChatPartsWriter.FitId(result.CallId));
        json.WritePropertyName("content"u8);
        _parts.WriteContent(texts);
        if (result.Cache is { } cache) _parts.WriteCache(cache, result.Path);
        json.WriteEndObject();
    }

    // Images and files where only the user may have them.
    private void WriteMoved()
    {
        if (_moved.Count == 0) return;
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WritePropertyName("content"u8);
        _parts.WriteContent(_moved);
        json.WriteEndObject();
        _moved.Clear();
    }
}
