using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>Tells what is lost of a schema that <see cref="MessagesSchema"/> makes fit.</summary>
internal static class MessagesSchemaLosses
{
    /// <summary>The worst that is lost.</summary>
    /// <param name="schema">A JSON object; empty for none.</param>
    public static MessagesSchemaLoss Of(ReadOnlySpan<byte> schema)
    {
        if (schema.IsEmpty) return MessagesSchemaLoss.None;
        var reader = DialectJson.ReaderOn(schema);
        return Of(ref reader);
    }

    private static MessagesSchemaLoss Of(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return MessagesSchemaLoss.None;
        }

        var loss = MessagesSchemaLoss.None;
        bool isObject = false, hasMembers = false;
        bool? isOpen = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            isObject |= name is "type" && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("object"u8);
            hasMembers |= name is "properties";
            if (name is "additionalProperties") isOpen = reader.TokenType != JsonTokenType.False;
            var found = name switch
            {
                "properties" or "$defs" or "definitions" when reader.TokenType == JsonTokenType.StartObject => OfNamed(ref reader),
                "anyOf" or "oneOf" or "allOf" when reader.TokenType == JsonTokenType.StartArray => OfList(ref reader),
                "items" => Of(ref reader),
                _ => MessagesSchema.IsUnheld(name, ref reader) ? MessagesSchemaLoss.Keywords : MessagesSchemaLoss.None,
            };
            if (found > loss) loss = found;
            // Of what was gone into, the reader stands at the end.
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        }

        // Closed as the provider has it, an object without members of its own can only be empty.
        if (isObject && !hasMembers && isOpen != false) return MessagesSchemaLoss.Members;
        return isOpen == true && loss == MessagesSchemaLoss.None ? MessagesSchemaLoss.Keywords : loss;
    }

    private static MessagesSchemaLoss OfNamed(ref Utf8JsonReader reader)
    {
        var loss = MessagesSchemaLoss.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            reader.Read();
            if (Of(ref reader) is var found && found > loss) loss = found;
        }

        return loss;
    }

    private static MessagesSchemaLoss OfList(ref Utf8JsonReader reader)
    {
        var loss = MessagesSchemaLoss.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Of(ref reader) is var found && found > loss) loss = found;
        }

        return loss;
    }
}
