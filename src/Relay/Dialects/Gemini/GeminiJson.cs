using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>What values of this dialect are read as.</summary>
internal static class GeminiJson
{
    /// <summary>Reads a word such as an id or an enumeration's.</summary>
    /// <param name="reader">Stands on the value, and is left at its end.</param>
    /// <param name="maxLength">In characters; what is longer is no such word.</param>
    /// <returns>Null when it is none.</returns>
    public static string? ReadWord(scoped ref Utf8JsonReader reader, int maxLength)
    {
        if (reader.TokenType == JsonTokenType.String && JsonString.Read(ref reader) is { Length: > 0 } text && text.Length <= maxLength)
            return text;
        reader.Skip();
        return null;
    }

    /// <summary>Reads a word that has most likely been read before, and then is not made anew.</summary>
    /// <param name="reader">Stands on the value, and is left at its end.</param>
    /// <param name="maxLength">In characters; what is longer is no such word.</param>
    /// <param name="known">The word that was read before; null for none.</param>
    /// <returns>Null when it is none.</returns>
    public static string? ReadWord(scoped ref Utf8JsonReader reader, int maxLength, string? known) =>
        known is not null && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueTextEquals(known)
            ? known
            : ReadWord(ref reader, maxLength);

    /// <summary>Reads true; anything else is false.</summary>
    public static bool ReadFlag(scoped ref Utf8JsonReader reader)
    {
        var value = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return value;
    }
}
