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
    /// <summary>Moves a reader that stands on a name behind the value of that name.</summary>
    /// <param name="reader">The reader; after a jump another one, of the rest of the document.</param>
    /// <param name="json">The document.</param>
    /// <param name="origin">Where in the document the reader began, which a jump moves. Positions in its errors are off then.</param>
    public static void SkipValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref int origin)
    {
        var state = reader.CurrentState;
        var start = JsonTokens.AfterSpace(json, origin + (int)reader.BytesConsumed);
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
                    if (!JsonTokens.TrySkipText(json, ref end)) return false;
                    break;
                case (byte)'{':
                    if (depth == maxDepth) return false;
                    open[depth++] = true;
                    end = JsonTokens.AfterSpace(json, end + 1);
                    if (JsonTokens.IsAt(json, end, '}')) isValue = Close(ref depth, ref end);
                    else if (JsonTokens.TrySkipName(json, ref end)) continue;
                    else return false;
                    break;
                case (byte)'[':
                    if (depth == maxDepth) return false;
                    open[depth++] = false;
                    end = JsonTokens.AfterSpace(json, end + 1);
                    if (!JsonTokens.IsAt(json, end, ']')) continue;
                    isValue = Close(ref depth, ref end);
                    break;
                default:
                    if (!JsonTokens.TrySkipPlain(json, ref end)) return false;
                    break;
            }

            // Behind a value.
            while (isValue)
            {
                if (depth == 0) return true;
                end = JsonTokens.AfterSpace(json, end);
                var isObject = open[depth - 1];
                if (JsonTokens.IsAt(json, end, ','))
                {
                    end = JsonTokens.AfterSpace(json, end + 1);
                    if (isObject && !JsonTokens.TrySkipName(json, ref end)) return false;
                    isValue = false;
                }
                else if (JsonTokens.IsAt(json, end, isObject ? '}' : ']'))
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
}
