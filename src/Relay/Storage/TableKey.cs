namespace Relay.Storage;

/// <summary>The name of a row: its partition, and its place in the partition.</summary>
/// <param name="Partition">The partition key, already safe (see <see cref="Encode"/>).</param>
/// <param name="Row">The row key, already safe. Rows are ordered by it, by ordinal comparison.</param>
public readonly record struct TableKey(string Partition, string Row)
{
    /// <summary>
    /// Makes any text safe in a key, and different texts different keys: letters, digits, <c>-</c>,
    /// <c>_</c>, <c>.</c>, <c>:</c> and <c>~</c> stay; every other UTF-8 byte becomes <c>=XX</c>.
    /// </summary>
    /// <remarks>
    /// Table Storage forbids <c>/ \ # ?</c> and control characters in keys, and <c>%</c> and <c>+</c>
    /// go wrong in practice.
    /// </remarks>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyExcept(TableLimits.SafeCharacters) < 0) return text;

        var safe = new System.Text.StringBuilder(text.Length + 16);
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(text))
        {
            if (TableLimits.SafeCharacters.Contains((char)b)) safe.Append((char)b);
            else safe.Append('=').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }
}
