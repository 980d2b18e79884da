using System.Text;

namespace Relay.Dialects.Gemini;

/// <summary>Places in a text: Gemini counts them in bytes of UTF-8, the neutral form in characters of UTF-16.</summary>
internal static class GeminiOffset
{
    /// <summary>How many bytes the first characters of a text take; all of them when there are fewer.</summary>
    public static int ToBytes(ReadOnlySpan<byte> text, int characters)
    {
        var bytes = 0;
        while (characters > 0 && bytes < text.Length)
        {
            Rune.DecodeFromUtf8(text[bytes..], out var rune, out var length);
            bytes += length;
            characters -= rune.Utf16SequenceLength;
        }

        return bytes;
    }

    /// <summary>How many characters the first bytes of a text hold.</summary>
    public static int ToCharacters(ReadOnlySpan<byte> text, int bytes) =>
        Encoding.UTF8.GetCharCount(text[..Math.Clamp(bytes, 0, text.Length)]);
}
