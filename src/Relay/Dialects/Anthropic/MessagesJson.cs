using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>What values of this dialect are read as.</summary>
internal static class MessagesJson
{
    /// <summary>Reads the string that the reader stands on; null for anything else, which is skipped.</summary>
    public static string? ReadText(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return JsonString.Read(ref reader);
        reader.Skip();
        return null;
    }
}
