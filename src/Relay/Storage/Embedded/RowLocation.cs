using System.Globalization;

namespace Relay.Storage.Embedded;

/// <summary>Where one state of a row stands in the journal.</summary>
/// <param name="Sequence">The number of the batch that wrote it; as text, the row's ETag.</param>
/// <param name="Offset">The byte of the journal at which the row's JSON begins.</param>
/// <param name="Length">The bytes of the row's JSON.</param>
internal readonly record struct RowLocation(long Sequence, long Offset, int Length)
{
    /// <summary>The ETag of this state.</summary>
    public string ETag => Sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether an ETag names the state that a batch wrote.</summary>
    public static bool Names(ReadOnlySpan<char> etag, long sequence)
    {
        Span<char> text = stackalloc char[20];
        sequence.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return etag.SequenceEqual(text[..length]);
    }
}
