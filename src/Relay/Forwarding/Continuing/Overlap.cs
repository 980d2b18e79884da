namespace Relay.Forwarding.Continuing;

/// <summary>
/// How much of what a model says when it is asked to go on with a text is that text once more. Models repeat its end, or all of
/// it, whether or not they were asked to. Pure, on UTF-8: what is found begins and ends between characters.
/// </summary>
internal static class Overlap
{
    /// <summary>
    /// So many bytes that are not white space must be the same, unless more was asked for or it is all of the text: less is
    /// chance, such as the braces that end a program.
    /// </summary>
    public const int Least = 16;

    /// <summary>A repeated end is looked for in so many bytes; a repetition of all of the text at any length.</summary>
    public const int Window = 4096;

    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>Decides how much is repeated, as soon as that is sure.</summary>
    /// <param name="text">The text so far; not empty.</param>
    /// <param name="next">What came since the model was asked to go on.</param>
    /// <param name="asked">How many bytes of the text's end, white space behind them left out, it was asked to repeat; 0 for none.</param>
    /// <param name="isAll">Whether nothing more comes, so that it is to be decided now.</param>
    /// <param name="repeated">How many bytes to leave out at the start of <paramref name="next"/>.</param>
    /// <returns>False while what came may still become a repetition, or a longer one.</returns>
    public static bool TryDecide(ReadOnlySpan<byte> text, ReadOnlySpan<byte> next, int asked, bool isAll, out int repeated)
    {
        repeated = 0;
        // White space at the end is not sent along, for providers refuse it: some models say it again, others do not.
        var words = text.TrimEnd(WhiteSpace);
        var space = text[words.Length..];
        if (!isAll && MayGoOn(words, next)) return false;

        var found = LengthOf(words, next, asked);
        var rest = next[found..];
        if (!isAll && rest.Length < space.Length && space.IndexOf(rest) >= 0) return false;
        var length = Math.Min(space.Length, rest.Length);
        while (!rest.StartsWith(space[^length..])) length--;
        repeated = found + length;
        return true;
    }

    // Whether more bytes could make a repetition of what came that ends where the text does, and does not yet.
    private static bool MayGoOn(ReadOnlySpan<byte> words, ReadOnlySpan<byte> next)
    {
        if (next.Length >= words.Length) return false;
        if (words.StartsWith(next)) return true;
        var end = EndOf(words);
        var at = end.IndexOf(next);
        return at >= 0 && at + next.Length < end.Length;
    }

    private static int LengthOf(ReadOnlySpan<byte> words, ReadOnlySpan<byte> next, int asked)
    {
        if (next.StartsWith(words)) return words.Length;
        var end = EndOf(words);
        for (var length = Math.Min(end.Length, next.Length); length > 0; length--)
        {
            if (!next.StartsWith(end[^length..])) continue;
            // The longest counts: what is shorter is of less worth.
            return (asked > 0 && length >= asked) || CountWords(next[..length]) >= Least ? length : 0;
        }

        return 0;
    }

    private static ReadOnlySpan<byte> EndOf(ReadOnlySpan<byte> words) => words.Length > Window ? words[^Window..] : words;

    private static int CountWords(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var each in bytes)
        {
            if (!WhiteSpace.Contains(each)) count++;
        }

        return count;
    }
}
