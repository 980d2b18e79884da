using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Relay.Dialects;

/// <summary>
/// Escapes in JSON what .NET's relaxed encoder escapes, and leaves emoji and the other characters behind the first 65,536
/// as they are, which that one writes as two escapes. Texts stay what they were, and three times shorter on the wire.
/// Bodies are application/json or events and never put into a page, so that nothing is escaped for HTML.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    private PlainJsonEncoder()
    {
    }

    /// <summary>The one that there is.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Relaxed.WillEncode(unicodeScalar);

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var at = 0; ; at += 2)
        {
            var next = Relaxed.FindFirstCharacterToEncode(text + at, textLength - at);
            if (next < 0) return -1;
            at += next;
            // Half of a pair is no character, and becomes the mark of one that is lost.
            if (at + 1 >= textLength || !char.IsSurrogatePair(text[at], text[at + 1])) return at;
        }
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var at = 0; ; at += 4)
        {
            var next = Relaxed.FindFirstCharacterToEncodeUtf8(utf8Text[at..]);
            if (next < 0) return -1;
            at += next;
            if (utf8Text[at] < 0xF0 || Rune.DecodeFromUtf8(utf8Text[at..], out _, out _) != OperationStatus.Done) return at;
        }
    }

    /// <inheritdoc/>
    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true) =>
        // The relaxed one is faster, where both do the same: such characters are four bytes, which begin with these.
        utf8Source.IndexOfAnyInRange((byte)0xF0, (byte)0xF4) < 0
            ? Relaxed.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock)
            : base.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);
}
