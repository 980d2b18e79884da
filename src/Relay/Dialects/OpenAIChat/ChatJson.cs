using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>What values of this dialect are read as.</summary>
internal static class ChatJson
{
    /// <summary>Reads a string that says something; null for all else, which is skipped.</summary>
    public static string? ReadWord(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && JsonString.Read(ref reader) is { Length: > 0 } text) return text;
        reader.Skip();
        return null;
    }
}
