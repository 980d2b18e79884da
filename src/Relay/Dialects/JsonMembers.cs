using System.Text.Json;

namespace Relay.Dialects;

/// <summary>Looks for one member of an object, and skips the others.</summary>
internal static class JsonMembers
{
    /// <summary>Finds the first member of a name.</summary>
    /// <param name="json">A value that is well-formed.</param>
    /// <param name="name">The name, which is looked for as it is: one that is written with escapes is not found.</param>
    /// <param name="value">The member's value as it stands there.</param>
    /// <returns>False when there is none, or the value is no object.</returns>
    public static bool Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (json.IsEmpty || json[0] != '{') return false;
        var reader = new Utf8JsonReader(json, DialectJson.ReaderOptions);
        var origin = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(name);
            var start = origin + (int)reader.BytesConsumed;
            JsonSkipper.SkipValue(ref reader, json, ref origin);
            if (!isIt) continue;
            value = json[start..(origin + (int)reader.BytesConsumed)].Trim(" \t\r\n"u8);
            return true;
        }

        return false;
    }
}
