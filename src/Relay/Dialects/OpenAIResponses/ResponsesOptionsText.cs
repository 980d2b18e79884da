using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Reads and writes <c>text</c>: the form of the answer and its length.</summary>
/// <remarks>https://platform.openai.com/docs/guides/structured-outputs</remarks>
internal static class ResponsesOptionsText
{
    // The dialect asks for a name where others do not.
    private const string DefaultName = "answer";

    /// <summary>Reads the value that the reader stands on into the conversation.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        if (!request.IsObject(ref reader, "text")) return;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (name == "format") ReadFormat(ref reader, request);
            else if (name == "verbosity") request.Conversation.Verbosity = request.ReadText(ref reader, "text.verbosity");
            else request.Lose(ref reader, "text", name);
        }
    }

    /// <summary>Writes the member, where there is anything to write.</summary>
    public static void Write(Utf8JsonWriter json, Conversation conversation)
    {
        if (conversation.Output is null && conversation.Verbosity is null) return;
        json.WriteStartObject("text"u8);
        if (conversation.Output is { } output) WriteFormat(json, output, conversation.Losses);
        if (conversation.Verbosity is { } verbosity) json.WriteString("verbosity"u8, verbosity);
        json.WriteEndObject();
    }

    private static void ReadFormat(scoped ref Utf8JsonReader reader, RequestBody request)
    {
        const string Path = "text.format";
        if (!request.IsObject(ref reader, Path)) return;
        string? type = null;
        var output = new OutputFormat();
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "type": type = request.ReadText(ref reader, $"{Path}.type"); break;
                case "name": output = output with { Name = request.ReadText(ref reader, $"{Path}.name") }; break;
                case "description": output = output with { Description = request.ReadText(ref reader, $"{Path}.description") }; break;
                case "schema": output = output with { Schema = request.ReadObject(ref reader, $"{Path}.schema") }; break;
                case "strict": output = output with { Strict = request.ReadFlag(ref reader, $"{Path}.strict") }; break;
                default: request.Lose(ref reader, Path, name); break;
            }
        }

        if (type == "json_object") request.Conversation.Output = new OutputFormat();
        else if (type == "json_schema") request.Conversation.Output = output;
        else if (type is not (null or "text")) request.Lose(Path, changesMeaning: true);
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat output, List<Loss> losses)
    {
        json.WriteStartObject("format"u8);
        if (output.Schema.IsEmpty)
        {
            json.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteString("name"u8, ResponsesToolNames.ToWire(output.Name is { Length: > 0 } name ? name : DefaultName));
            if (output.Description is { } description) json.WriteString("description"u8, description);
            json.WritePropertyName("schema"u8);
            json.WriteRawValue(output.Schema.Span, skipInputValidation: true);
            if (output.Strict is { } strict)
            {
                var isStrict = strict && ResponsesRequestSchema.IsStrict(output.Schema.Span);
                json.WriteBoolean("strict"u8, isStrict);
                if (strict && !isStrict) losses.Add(new("response_format.strict", false));
            }
        }

        json.WriteEndObject();
    }
}
