using System.Buffers;

namespace Relay.Dialects;

/// <summary>Moves a place in JSON over what stands there. What it accepts is well-formed (https://www.rfc-editor.org/rfc/rfc8259).</summary>
internal static class JsonTokens
{
    private static readonly SearchValues<byte> EndsOfText = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private static readonly SearchValues<byte> Escapes = SearchValues.Create("\"\\/bfnrt"u8);

    /// <summary>Whether a character stands at a place.</summary>
    public static bool IsAt(ReadOnlySpan<byte> json, int at, char character) =>
        (uint)at < (uint)json.Length && json[at] == character;

    /// <summary>The first place from one on where no white space stands.</summary>
    public static int AfterSpace(ReadOnlySpan<byte> json, int at)
    {
        while ((uint)at < (uint)json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    /// <summary>Moves over the name of a member, its colon, and the space up to the value.</summary>
    public static bool TrySkipName(ReadOnlySpan<byte> json, ref int at)
    {
        if (!IsAt(json, at, '"') || !TrySkipText(json, ref at)) return false;
        at = AfterSpace(json, at);
        if (!IsAt(json, at, ':')) return false;
        at = AfterSpace(json, at + 1);
        return true;
    }

    /// <summary>Moves over a string.</summary>
    public static bool TrySkipText(ReadOnlySpan<byte> json, ref int at)
    {
        for (at++; ; at += 2)
        {
            var found = json[at..].IndexOfAny(EndsOfText);
            if (found < 0) return false;
            at += found;
            if (json[at] == '"') break;
            if (json[at] != '\\' || at + 1 >= json.Length) return false;
            if (Escapes.Contains(json[at + 1])) continue;
            if (json[at + 1] != 'u' || at + 6 > json.Length || !IsHex(json.Slice(at + 2, 4))) return false;
            at += 4;
        }

        at++;
        return true;
    }

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }

    /// <summary>Moves over a number, true, false or null.</summary>
    public static bool TrySkipPlain(ReadOnlySpan<byte> json, ref int at)
    {
        var rest = json[at..];
        if (rest.StartsWith("true"u8) || rest.StartsWith("null"u8)) at += 4;
        else if (rest.StartsWith("false"u8)) at += 5;
        else return TrySkipNumber(json, ref at);
        return true;
    }

    private static bool TrySkipNumber(ReadOnlySpan<byte> json, ref int at)
    {
        if (IsAt(json, at, '-')) at++;
        if (IsAt(json, at, '0')) at++;
        else if (!TrySkipDigits(json, ref at)) return false;
        if (IsAt(json, at, '.'))
        {
            at++;
            if (!TrySkipDigits(json, ref at)) return false;
        }

        if (!IsAt(json, at, 'e') && !IsAt(json, at, 'E')) return true;
        at++;
        if (IsAt(json, at, '+') || IsAt(json, at, '-')) at++;
        return TrySkipDigits(json, ref at);
    }

    private static bool TrySkipDigits(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at;
        while ((uint)at < (uint)json.Length && char.IsAsciiDigit((char)json[at])) at++;
        return at > start;
    }
}
