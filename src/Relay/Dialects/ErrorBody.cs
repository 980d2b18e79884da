using System.Text;
using System.Text.Json;

namespace Relay.Dialects;

/// <summary>Reads errors as most providers write them: an object <c>error</c> with a code, a type, or both.</summary>
internal static class ErrorBody
{
    /// <summary>
    /// What stands for a code when an error has none, or only its status, and quotes what it found unfit in
    /// <c>error.metadata.flagged_input</c>, as OpenRouter's do.
    /// </summary>
    public const string Flagged = "flagged_input";

    /// <summary>Codes longer than this are not codes.</summary>
    private const int MaxCodeLength = 128;

    /// <summary>
    /// Reads <c>error.code</c>, else <c>error.type</c>, of the error value that the reader stands on; a code that is a number comes
    /// last. See also <see cref="Flagged"/>.
    /// </summary>
    /// <returns>Null when there is neither; never message text, which may quote a prompt.</returns>
    public static string? ReadCode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? code = null, type = null;
        var flagged = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("code"u8)) code = Text(ref reader);
            else if (reader.ValueTextEquals("type"u8)) type = Text(ref reader);
            else if (reader.ValueTextEquals("metadata"u8)) flagged = HasFlagged(ref reader);
            else reader.Skip();
        }

        // A number repeats the status, and says less than the words beside it.
        var isNamed = code is not null && !code.All(char.IsAsciiDigit);
        return isNamed ? code : flagged ? Flagged : type ?? code;
    }

    /// <summary>
    /// Reads <c>error.message</c>, also where it stands in a <c>response</c> or has no <c>error</c> around it, as in the events
    /// of Responses: words for the caller only, for they may quote its request.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public static string? ReadMessage(ReadOnlySpan<byte> body)
    {
        string? bare = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                if (reader.CurrentDepth < 3 && (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("response"u8))) continue;
                var isMessage = reader.ValueTextEquals("message"u8);
                var isBare = reader.CurrentDepth == 1;
                if (!isMessage)
                {
                    reader.Skip();
                    continue;
                }

                var text = reader.Read() && reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var read) ? read : null;
                if (!isBare) return text;
                bare = text;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
        }

        return bare;
    }

    /// <summary>Finds the code in an error body.</summary>
    /// <returns>False when the body is not a JSON object; the code is null when it names none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out string? code)
    {
        code = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isError) code = ReadCode(ref reader);
                else reader.Skip();
            }

            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return false;
        }
    }

    private static bool HasFlagged(ref Utf8JsonReader reader)
    {
        var found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return found;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            found |= reader.ValueTextEquals("flagged_input"u8);
            reader.Skip();
        }

        return found;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var text))
            return IsCode(text) ? text : null;
        // Some providers give the status as a number here.
        if (reader.TokenType == JsonTokenType.Number) return reader.ValueSpan.Length <= MaxCodeLength ? Encoding.UTF8.GetString(reader.ValueSpan) : null;
        reader.Skip();
        return null;
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= MaxCodeLength
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/');
}
