using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Writes a JSON Schema that an answer is held to as Anthropic takes it: objects say <c>additionalProperties: false</c>,
/// and limits that it cannot hold an answer to, and so refuses, are left out.
/// </summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations</remarks>
internal static class MessagesSchema
{
    /// <summary>Writes the schema.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> schema)
    {
        var reader = DialectJson.ReaderOn(schema);
        WriteSchema(json, ref reader, schema);
    }

    private static void WriteSchema(Utf8JsonWriter json, ref Utf8JsonReader reader, ReadOnlySpan<byte> all)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // True and false are schemas too.
            DialectJson.WriteRaw(json, DialectJson.Slice(ref reader, all));
            return;
        }

        var isObject = false;
        json.WriteStartObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            var raw = JsonString.Read(ref reader);
            reader.Read();
            isObject |= name is "properties" || (name is "type" && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("object"u8));
            if (name is "additionalProperties" || IsUnheld(name, ref reader))
            {
                reader.Skip();
                continue;
            }

            json.WritePropertyName(raw);
            if (name is "properties" or "$defs" or "definitions" && reader.TokenType == JsonTokenType.StartObject) WriteNamed(json, ref reader, all);
            else if (name is "anyOf" or "oneOf" or "allOf" && reader.TokenType == JsonTokenType.StartArray) WriteList(json, ref reader, all);
            else if (name is "items") WriteSchema(json, ref reader, all);
            else DialectJson.WriteRaw(json, DialectJson.Slice(ref reader, all));
        }

        if (isObject) json.WriteBoolean("additionalProperties"u8, false);
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, ref Utf8JsonReader reader, ReadOnlySpan<byte> all)
    {
        json.WriteStartObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            json.WritePropertyName(JsonString.Read(ref reader));
            reader.Read();
            WriteSchema(json, ref reader, all);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ref Utf8JsonReader reader, ReadOnlySpan<byte> all)
    {
        json.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) WriteSchema(json, ref reader, all);
        json.WriteEndArray();
    }

    /// <summary>Whether the provider refuses a keyword.</summary>
    public static bool IsUnheld(string name, ref Utf8JsonReader reader) => name switch
    {
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf" => true,
        "minLength" or "maxLength" or "maxItems" or "uniqueItems" or "minProperties" or "maxProperties" => true,
        "minItems" => !(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var least) && least is 0 or 1),
        _ => false,
    };
}
