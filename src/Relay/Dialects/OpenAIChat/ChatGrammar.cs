using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// The <c>format</c> of a custom tool. Chat puts a grammar into an object of its own, Responses puts it beside the type;
/// a conversation has it as Responses does.
/// </summary>
internal static class ChatGrammar
{
    /// <summary>Takes the grammar out of its object; a format without one is left as it is.</summary>
    public static ReadOnlyMemory<byte> Flatten(ReadOnlyMemory<byte> format)
    {
        var grammar = Find(format.Span, "grammar");
        if (grammar.IsEmpty || grammar[0] != '{') return format;
        var flat = new ArrayBufferWriter<byte>(format.Length);
        flat.Write("{\"type\":\"grammar\""u8);
        var inside = grammar[1..^1].Trim(" \t\r\n"u8);
        if (!inside.IsEmpty) flat.Write(","u8);
        flat.Write(inside);
        flat.Write("}"u8);
        return flat.WrittenMemory;
    }

    /// <summary>Writes a format in chat's form.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> format)
    {
        var syntax = Find(format, "syntax");
        var definition = Find(format, "definition");
        if (syntax.IsEmpty || definition.IsEmpty)
        {
            json.WriteRawValue(format, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "grammar"u8);
        json.WriteStartObject("grammar"u8);
        json.WritePropertyName("syntax"u8);
        json.WriteRawValue(syntax, skipInputValidation: true);
        json.WritePropertyName("definition"u8);
        json.WriteRawValue(definition, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, string member)
    {
        if (json.IsEmpty) return default;
        var reader = DialectJson.ReaderOn(json);
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var value = DialectJson.Slice(ref reader, json);
            if (name == member) return value;
        }

        return default;
    }
}
