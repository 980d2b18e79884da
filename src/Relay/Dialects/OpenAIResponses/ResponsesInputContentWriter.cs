using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Writes the content of messages and the output of tools.</summary>
internal sealed class ResponsesInputContentWriter(Utf8JsonWriter json, Conversation conversation)
{
    /// <summary>Writes a text where one will do, else a list of parts.</summary>
    /// <param name="parts">What is said.</param>
    /// <param name="isAssistant">Whether the model says it, whose parts have other names and are always a list.</param>
    public void Write(IReadOnlyList<Part> parts, bool isAssistant)
    {
        foreach (var part in parts) NoteLosses(part);
        if (!isAssistant && parts.Count == 0)
        {
            json.WriteStringValue(""u8);
            return;
        }

        if (!isAssistant && parts.Count == 1 && TextOf(parts[0]) is { } only)
        {
            json.WriteStringValue(only);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts)
        {
            if (part is RefusalPart refusal && isAssistant) WriteText("refusal"u8, "refusal"u8, refusal.Text);
            else if (TextOf(part) is { } text) WriteText(isAssistant ? "output_text"u8 : "input_text"u8, "text"u8, text);
            else if (!ResponsesInputMediaWriter.TryWrite(json, part)) conversation.Losses.Add(new(part.Path, true));
            else if (part is FilePart { Context: not null }) conversation.Losses.Add(new($"{part.Path}.context", false));
        }

        json.WriteEndArray();
    }

    /// <summary>Lists what a part has that has no place: a mark for a cache that the provider keeps by itself, a signature.</summary>
    public void NoteLosses(Part part)
    {
        if (part.Cache is not null) conversation.Losses.Add(new($"{part.Path}.cache_control", false));
        if (part is TextPart { Signature: not null } or ToolCallPart { Signature: not null })
            conversation.Losses.Add(new($"{part.Path}.signature", false));
    }

    private void WriteText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString(member, text);
        json.WriteEndObject();
    }

    private static string? TextOf(Part part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        FilePart { Source: { Base64.IsEmpty: false, MediaType: { } type } } file
            when type.StartsWith("text/", StringComparison.Ordinal) => TextOf(file),
        _ => null,
    };

    // Every provider takes PDF as a file; text is understood as text by every model.
    private static string TextOf(FilePart file)
    {
        var bytes = new byte[file.Source.Base64.Length];
        var isWhole = Base64.DecodeFromUtf8(file.Source.Base64.Span, bytes, out _, out var length) == OperationStatus.Done;
        var text = isWhole ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)) : "";
        return string.Join("\n\n", new[] { file.Name, file.Context, text }.Where(static line => line is { Length: > 0 }));
    }
}
