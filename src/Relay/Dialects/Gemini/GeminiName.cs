using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Names of members. Gemini takes <c>system_instruction</c> as well as <c>systemInstruction</c>, as all JSON of
/// protocol buffers does, so names are compared in camel case.
/// </summary>
/// <remarks>https://protobuf.dev/programming-guides/json/</remarks>
internal static class GeminiName
{
    /// <summary>The room that a name needs; longer ones are no names of ours.</summary>
    public const int MaxLength = 48;

    /// <summary>The name that the reader stands on, in camel case.</summary>
    /// <param name="reader">Stands on the name.</param>
    /// <param name="buffer">Room for <see cref="MaxLength"/> characters.</param>
    /// <returns>Empty when it is too long to be known, or is not ASCII.</returns>
    public static ReadOnlySpan<char> Read(scoped in Utf8JsonReader reader, Span<char> buffer)
    {
        if (!reader.ValueIsEscaped) return ToCamelCase(reader.ValueSpan, buffer);
        Span<byte> unescaped = stackalloc byte[6 * MaxLength];
        if (reader.ValueSpan.Length > unescaped.Length) return default;
        return ToCamelCase(unescaped[..JsonString.Unescape(reader.ValueSpan, unescaped)], buffer);
    }

    private static ReadOnlySpan<char> ToCamelCase(scoped ReadOnlySpan<byte> name, Span<char> buffer)
    {
        var length = 0;
        var upper = false;
        foreach (var b in name)
        {
            if (b == '_' && length > 0)
            {
                upper = true;
                continue;
            }

            if (length == buffer.Length || !char.IsAscii((char)b)) return default;
            buffer[length++] = upper ? char.ToUpperInvariant((char)b) : (char)b;
            upper = false;
        }

        return buffer[..length];
    }
}
