using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>An item of the input that is of a type which the conversation has no place for.</summary>
internal static class ResponsesUnknownItem
{
    /// <summary>
    /// Whether the conversation would lose words, or what a tool said, without it. Calls of the provider's own tools, and what is
    /// new, are no such loss by themselves: clients send new items before anyone else knows them.
    /// </summary>
    /// <param name="reader">Stands on the item.</param>
    /// <param name="type">Its type; null for the reference that has none.</param>
    public static bool IsMeant(Utf8JsonReader reader, string? type)
    {
        // Words that the provider keeps, and the user's own to a tool of its.
        if (type is null or "item_reference" or "mcp_approval_response") return true;
        if (type.EndsWith("_output", StringComparison.Ordinal) || type.Contains("compaction", StringComparison.Ordinal)) return true;
        while (RequestBody.TryNext(ref reader, out var name))
        {
            if (IsWords(name) && !IsNothing(ref reader)) return true;
            reader.Skip();
        }

        return false;
    }

    private static bool IsWords(string name) => name is "content" or "encrypted_content" or "error" or "output" or "outputs" or "result"
        or "results" or "summary" or "text";

    private static bool IsNothing(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType == JsonTokenType.String) return reader.ValueSpan.IsEmpty;
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return false;
        var ahead = reader;
        return ahead.Read() && ahead.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
    }
}
