using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects;

/// <summary>
/// Finds the end of a JSON value that nobody needs to look into, several times as fast as <c>Utf8JsonReader.Skip</c>, which
/// goes through escaped text byte by byte: prompts are long, and full of <c>\n</c>.
/// </summary>
/// <remarks>
/// What it accepts is well-formed (https://www.rfc-editor.org/rfc/rfc8259). What it does not may still be, so that
/// whoever asks falls back to the reader, which also says where it breaks.
/// </remarks>
internal static class JsonSkipper
{
    private static readonly SearchValues<byte> EndsOfText = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private static readonly SearchValues<byte> Escapes = SearchValues.Create("\"\\/bfnrt"u8);

    /// <summary>Moves a reader that stands on a name behind the value of that name.</summary>
    /// <param name="reader">The reader; after a jump another one, of the rest of the document.</param>
    /// <param name="json">The document.</param>
    /// <param name="origin">Where in the document the reader began, which a jump moves. Positions in its errors are off then.</param>
    public static void SkipValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref int origin)
    {
        var state = reader.CurrentState;
        var start = AfterSpace(json, origin + (int)reader.BytesConsumed);
        if (!TrySkip(json, start, state.Options.MaxDepth - reader.CurrentDepth, out var end))
        {
            reader.Skip();
            return;
        }

        // A text without characters brings it to where it would be behind the value.
        var stand = new Utf8JsonReader("\"\""u8, isFinalBlock: false, state);
        stand.Read();
        reader = new Utf8JsonReader(json[end..], isFinalBlock: true, stand.CurrentState);
        origin = end;
    }

    /// <summary>Finds the end of the value that begins at a place.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="maxDepth">How many arrays and objects may stand one in the other.</param>
    /// <param name="end">The place behind the value.</param>
    public static bool TrySkip(ReadOnlySpan<byte> json, int start, int maxDepth, out int end)
    {
        // Whether each array or object that is open is an object.
        Span<bool> open = stackalloc bool[maxDepth];
        var depth = 0;
        end = start;
        while (true)
        {
            // At the beginning of a value.
            if ((uint)end >= (uint)json.Length) return false;
            var isValue = true;
            switch (json[end])
            {
                case (byte)'"':
                    if (!TrySkipText(json, ref end)) return false;
                    break;
                case (byte)'{':
                    if (depth == maxDepth) return false;
                    open[depth++] = true;
                    end = AfterSpace(json, end + 1);
                    if (IsAt(json, end, '}')) isValue = Close(ref depth, ref end);
                    else if (TrySkipName(json, ref end)) continue;
                    else return false;
                    break;
                case (byte)'[':
                    if (depth == maxDepth) return false;
                    open[depth++] = false;
                    end = AfterSpace(json, end + 1);
                    if (!IsAt(json, end, ']')) continue;
                    isValue = Close(ref depth, ref end);
                    break;
                default:
                    if (!TrySkipPlain(json, ref end)) return false;
                    break;
            }

            // Behind a value.
            while (isValue)
            {
                if (depth == 0) return true;
                end = AfterSpace(json, end);
                var isObject = open[depth - 1];
                if (IsAt(json, end, ','))
                {
                    end = AfterSpace(json, end + 1);
                    if (isObject && !TrySkipName(json, ref end)) return false;
                    isValue = false;
                }
                else if (IsAt(json, end, isObject ? '}' : ']'))
                {
                    Close(ref depth, ref end);
                }
                else
                {
                    return false;
                }
            }
        }
    }

    private static bool Close(ref int depth, ref int at)
    {
        depth--;
        at++;
        return true;
    }

    private static bool IsAt(ReadOnlySpan<byte> json, int at, char character) =>
        (uint)at < (uint)json.Length && json[at] == character;

    private static int AfterSpace(ReadOnlySpan<byte> json, int at)
    {
        while ((uint)at < (uint)json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    private static bool TrySkipName(ReadOnlySpan<byte> json, ref int at)
    {
        if (!IsAt(json, at, '"') || !TrySkipText(json, ref at)) return false;
        at = AfterSpace(json, at);
        if (!IsAt(json, at, ':')) return false;
        at = AfterSpace(json, at + 1);
        return true;
    }

    private static bool TrySkipText(ReadOnlySpan<byte> json, ref int at)
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

    // Numbers, true, false and null.
    private static bool TrySkipPlain(ReadOnlySpan<byte> json, ref int at)
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
