using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Relay.Dialects;

/// <summary>
/// Strings of JSON as text, whatever they hold: half of a surrogate pair and bytes that are not UTF-8 become U+FFFD,
/// where the reader's own methods throw.
/// </summary>
internal static class JsonString
{
    private const int MaxNameLength = 192;

    /// <summary>The string that the reader stands on.</summary>
    public static string Read(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Encoding.UTF8.GetString(reader.ValueSpan);
        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var text = Encoding.UTF8.GetString(rented.AsSpan(0, Unescape(reader.ValueSpan, rented)));
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return text;
    }

    /// <summary>The string that the reader stands on, in UTF-8, put into a buffer in place of what was there.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        var escaped = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            Write(escaped, output);
            return;
        }

        var span = output.GetSpan(escaped.Length);
        var length = Unescape(escaped, span);
        if (Utf8.IsValid(span[..length])) output.Advance(length);
        else output.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(span[..length])));
    }

    /// <summary>Adds what should be UTF-8 to a buffer, as UTF-8.</summary>
    public static void Write(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        if (text.IsEmpty) return;
        if (Utf8.IsValid(text)) output.Write(text);
        else output.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)));
    }

    /// <summary>The name of a member, for comparing; empty when it is too long for one that is known, or not ASCII.</summary>
    public static string ReadName(scoped ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (name.Length > MaxNameLength) return "";
        if (!reader.ValueIsEscaped) return Ascii.IsValid(name) ? Encoding.ASCII.GetString(name) : "";
        Span<byte> plain = stackalloc byte[name.Length];
        plain = plain[..Unescape(name, plain)];
        return Ascii.IsValid(plain) ? Encoding.ASCII.GetString(plain) : "";
    }

    /// <summary>Whether the name that the reader stands on is this one. Never throws.</summary>
    public static bool Is(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var there = reader.ValueSpan;
        if (!reader.ValueIsEscaped) return there.SequenceEqual(name);
        if (there.Length > MaxNameLength) return false;
        Span<byte> plain = stackalloc byte[there.Length];
        return plain[..Unescape(there, plain)].SequenceEqual(name);
    }

    /// <summary>Takes the escapes out of a string's inside, which the JSON reader has found well-formed.</summary>
    /// <returns>How many bytes were written; never more than there were.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> output)
    {
        var length = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                escaped.CopyTo(output[length..]);
                return length + escaped.Length;
            }

            escaped[..plain].CopyTo(output[length..]);
            length += plain;
            var letter = escaped[plain + 1];
            escaped = escaped[(plain + 2)..];
            if (letter == 'u') length += ReadRune(ref escaped).EncodeToUtf8(output[length..]);
            else output[length++] = ToByte(letter);
        }
    }

    private static Rune ReadRune(ref ReadOnlySpan<byte> escaped)
    {
        var first = ReadHex(escaped);
        escaped = escaped[4..];
        if (Rune.TryCreate(first, out var rune)) return rune;
        if (escaped.Length >= 6 && escaped[0] == '\\' && escaped[1] == 'u'
            && Rune.TryCreate(first, ReadHex(escaped[2..]), out rune))
        {
            escaped = escaped[6..];
            return rune;
        }

        return Rune.ReplacementChar;
    }

    private static char ReadHex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits[..4]) value = (value << 4) | HexOf(digit);
        return (char)value;
    }

    private static int HexOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static byte ToByte(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };
}
