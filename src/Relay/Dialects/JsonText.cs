using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Relay.Dialects;

/// <summary>Text out of JSON that anybody may have written.</summary>
internal static class JsonText
{
    /// <summary>Reads the string that the reader stands on. False when its escapes or bytes are not text.</summary>
    /// <remarks>A lone surrogate or a byte that is not UTF-8 is well-formed JSON to the reader until it is asked for the text.</remarks>
    public static bool TryGetString(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>
    /// Whether the name or string that the reader stands on is text. Ask of a name before it is compared: of one that is not, readers
    /// make different things, and <see cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/> throws.
    /// </summary>
    public static bool IsText(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? TryGetString(ref reader, out _) : Utf8.IsValid(reader.ValueSpan);
}
