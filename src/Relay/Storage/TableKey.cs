using System.Globalization;
using System.Text;

namespace Relay.Storage;

/// <summary>The name of a row: its partition, and its place in the partition.</summary>
/// <param name="Partition">The partition key, already safe (see <see cref="Encode"/>).</param>
/// <param name="Row">The row key, already safe. Rows are ordered by it, by ordinal comparison.</param>
public readonly record struct TableKey(string Partition, string Row)
{
    // One that replaces what it cannot encode would make one key of different texts.
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Makes any text safe in a key, and different texts different keys: letters, digits, <c>-</c>,
    /// <c>_</c>, <c>.</c>, <c>:</c> and <c>~</c> stay; every other UTF-8 byte becomes <c>=XX</c>. No text at
    /// all becomes <c>=</c>, for a key is never empty.
    /// </summary>
    /// <remarks>
    /// Table Storage forbids <c>/ \ # ?</c> and control characters in keys, and <c>%</c> and <c>+</c>
    /// go wrong in practice.
    /// </remarks>
    /// <exception cref="ArgumentException">The text is not well-formed Unicode, and has no UTF-8.</exception>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return "=";
        if (text.AsSpan().IndexOfAnyExcept(TableLimits.SafeCharacters) < 0) return text;

        var safe = new StringBuilder(text.Length + 16);
        foreach (var b in StrictUtf8.GetBytes(text))
        {
            if (TableLimits.SafeCharacters.Contains((char)b)) safe.Append((char)b);
            else safe.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }
}
