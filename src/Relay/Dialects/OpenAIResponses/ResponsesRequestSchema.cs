using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Whether OpenAI takes a schema as a strict one. Others hold a model to schemas that it refuses: every object must
/// name all of its members as required and allow no others.
/// </summary>
/// <remarks>https://platform.openai.com/docs/guides/structured-outputs#supported-schemas</remarks>
internal static class ResponsesRequestSchema
{
    /// <summary>Looks at a schema.</summary>
    public static bool IsStrict(ReadOnlySpan<byte> schema)
    {
        var reader = DialectJson.ReaderOn(schema);
        return reader.TokenType == JsonTokenType.StartObject && IsStrict(ref reader);
    }

    // Leaves the reader at the value's end, or anywhere when the answer is no.
    private static bool IsStrict(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return IsStrictObject(ref reader);
        if (reader.TokenType != JsonTokenType.StartArray) return true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!IsStrict(ref reader)) return false;
        }

        return true;
    }

    private static bool IsStrictObject(scoped ref Utf8JsonReader reader)
    {
        var isOfObjects = false;
        var isClosed = false;
        List<string> members = [];
        HashSet<string> required = [];
        while (RequestBody.TryNext(ref reader, out var name))
        {
            switch (name)
            {
                case "type": isOfObjects |= NamesObject(ref reader); break;
                case "additionalProperties":
                    isClosed = reader.TokenType == JsonTokenType.False;
                    reader.Skip();
                    break;
                case "required": required = ReadTexts(ref reader); break;
                case "properties" when reader.TokenType == JsonTokenType.StartObject:
                    isOfObjects = true;
                    if (!AreStrict(ref reader, members)) return false;
                    break;
                case "$defs" or "definitions" when reader.TokenType == JsonTokenType.StartObject:
                    if (!AreStrict(ref reader, [])) return false;
                    break;
                case "allOf" or "oneOf" or "not" or "if" or "dependentRequired" or "dependentSchemas" or "patternProperties"
                    or "uniqueItems" or "contains" or "propertyNames" or "minProperties" or "maxProperties": return false;
                // Values, whatever they look like.
                case "enum" or "const" or "default" or "examples": reader.Skip(); break;
                default:
                    if (!IsStrict(ref reader)) return false;
                    break;
            }
        }

        return !isOfObjects || (isClosed && members.TrueForAll(required.Contains));
    }

    // The names in an object of schemas may be anything.
    private static bool AreStrict(scoped ref Utf8JsonReader reader, List<string> names)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            names.Add(JsonString.Read(ref reader));
            reader.Read();
            if (!IsStrict(ref reader)) return false;
        }

        return true;
    }

    private static bool NamesObject(scoped ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? JsonString.Read(ref reader) == "object"
        : ReadTexts(ref reader).Contains("object");

    private static HashSet<string> ReadTexts(scoped ref Utf8JsonReader reader)
    {
        var texts = new HashSet<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return texts;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String) texts.Add(JsonString.Read(ref reader));
            else reader.Skip();
        }

        return texts;
    }
}
