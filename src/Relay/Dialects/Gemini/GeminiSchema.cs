using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Makes JSON Schema of Gemini's own form of a schema, a subset of OpenAPI's: types in capitals, <c>nullable</c>, limits
/// as text, <c>propertyOrdering</c>.
/// </summary>
/// <remarks>https://ai.google.dev/api/caching#Schema</remarks>
internal static class GeminiSchema
{
    /// <summary>Makes it.</summary>
    /// <param name="schema">A JSON object.</param>
    public static byte[] ToJsonSchema(ReadOnlySpan<byte> schema)
    {
        var buffer = new ArrayBufferWriter<byte>(schema.Length);
        using (var json = DialectJson.CreateWriter(buffer))
        {
            var reader = DialectJson.ReaderOn(schema);
            WriteSchema(ref reader, schema, json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSchema(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> schema, Utf8JsonWriter json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            DialectJson.WriteRaw(json, DialectJson.Slice(ref reader, schema));
            return;
        }

        var nullable = IsNullable(reader);
        json.WriteStartObject();
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            var written = name.IsEmpty ? JsonString.Read(ref reader) : name.ToString();
            reader.Read();
            WriteMember(ref reader, schema, json, written, nullable);
        }

        json.WriteEndObject();
    }

    private static void WriteMember(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> schema, Utf8JsonWriter json, string name, bool nullable)
    {
        var isText = reader.TokenType == JsonTokenType.String;
        switch (name)
        {
            case "nullable" or "propertyOrdering" or "example":
            case "type" when isText && reader.ValueSpan.SequenceEqual("TYPE_UNSPECIFIED"u8):
            // Gemini asks for it beside a list of words; JSON Schema does not know it.
            case "format" when isText && reader.ValueSpan.SequenceEqual("enum"u8):
                reader.Skip();
                break;
            case "type" when isText:
                json.WritePropertyName("type"u8);
                WriteType(json, JsonString.Read(ref reader).ToLowerInvariant(), nullable);
                break;
            case "properties" or "defs" or "$defs" when reader.TokenType == JsonTokenType.StartObject:
                json.WriteStartObject(name == "defs" ? "$defs" : name);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    json.WritePropertyName(JsonString.Read(ref reader));
                    reader.Read();
                    WriteSchema(ref reader, schema, json);
                }

                json.WriteEndObject();
                break;
            case "items" or "additionalProperties" or "not":
                json.WritePropertyName(name);
                WriteSchema(ref reader, schema, json);
                break;
            case "anyOf" or "oneOf" or "allOf" or "prefixItems" when reader.TokenType == JsonTokenType.StartArray:
                json.WriteStartArray(name);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) WriteSchema(ref reader, schema, json);
                json.WriteEndArray();
                break;
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties"
                when isText && long.TryParse(JsonString.Read(ref reader), out var limit):
                json.WriteNumber(name, limit);
                break;
            default:
                json.WritePropertyName(name == "ref" ? "$ref" : name);
                DialectJson.WriteRaw(json, DialectJson.Slice(ref reader, schema));
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter json, string type, bool nullable)
    {
        if (!nullable || type == "null")
        {
            json.WriteStringValue(type);
            return;
        }

        json.WriteStartArray();
        json.WriteStringValue(type);
        json.WriteStringValue("null"u8);
        json.WriteEndArray();
    }

    // By value: looks ahead, and leaves the caller's reader where it is.
    private static bool IsNullable(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isIt = reader.ValueSpan.SequenceEqual("nullable"u8);
            reader.Read();
            if (isIt) return reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        return false;
    }
}
