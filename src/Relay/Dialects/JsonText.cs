using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

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
}
