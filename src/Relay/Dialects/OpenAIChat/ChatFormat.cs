using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>Reads and writes <c>response_format</c>.</summary>
/// <remarks>https://platform.openai.com/docs/guides/structured-outputs</remarks>
internal static class ChatFormat
{
    // The dialect asks for a name where others do not.
    private const string DefaultName = "answer";

    /// <summary>Reads the value that the reader stands on into the conversation.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, ChatRequestBody request)
    {
        const string Path = "response_format";
        if (!request.IsObject(ref reader, Path)) return;
        string? type = null;
        OutputFormat? schema = null;
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name == "type") type = request.ReadText(ref reader, "response_format.type");
            else if (name == "json_schema") schema = ReadSchema(ref reader, request);
            else request.Lose(ref reader, Path, name);
        }

        if (type == "json_object") request.Conversation.Output = new OutputFormat();
        else if (type == "json_schema") request.Conversation.Output = schema ?? new OutputFormat();
        else if (type is not (null or "text")) request.Lose(Path, changesMeaning: true);
    }

    /// <summary>Writes the member.</summary>
    public static void Write(Utf8JsonWriter json, OutputFormat output)
    {
        json.WriteStartObject("response_format"u8);
        if (output.Schema.IsEmpty)
        {
            json.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, output.Name ?? DefaultName);
            if (output.Description is { } description) json.WriteString("description"u8, description);
            json.WritePropertyName("schema"u8);
            json.WriteRawValue(output.Schema.Span, skipInputValidation: true);
            if (output.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static OutputFormat? ReadSchema(scoped ref Utf8JsonReader reader, ChatRequestBody request)
    {
        const string Path = "response_format.json_schema";
        if (!request.IsObject(ref reader, Path)) return null;
        var output = new OutputFormat();
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "name": output = output with { Name = request.ReadText(ref reader, $"{Path}.name") }; break;
                case "description": output = output with { Description = request.ReadText(ref reader, $"{Path}.description") }; break;
                case "schema": output = output with { Schema = request.ReadObject(ref reader, $"{Path}.schema") }; break;
                case "strict": output = output with { Strict = request.ReadFlag(ref reader, $"{Path}.strict") }; break;
                default: request.Lose(ref reader, Path, name); break;
            }
        }

        return output;
    }
}
