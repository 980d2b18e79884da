using System.Buffers;

namespace Relay.Storage.Embedded;

/// <summary>Reads a journal line by line, and checks each.</summary>
internal sealed class JournalLines(IJournalFile file, string path) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int _start;
    private int _end;
    private long _next;
    private int _lineLength;

    /// <summary>The number of the line that was read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The byte of the file at which that line begins; where it was to begin, when there is none.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the file ends in a line that was not wholly written, at <see cref="Offset"/>.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The whole line without its line feed; good until the next is read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _lineLength);

    /// <summary>The JSON of the line; good until the next is read.</summary>
    public ReadOnlySpan<byte> Json => Line[JournalLine.PrefixLength..];

    /// <summary>Reads the next line.</summary>
    /// <param name="end">How much of the file may be read, in bytes.</param>
    /// <returns>Whether there was a whole one.</returns>
    /// <exception cref="TableStoreException">A line that is not the last is damaged.</exception>
    public bool Read(long end)
    {
        if (Number > 0) _start += _lineLength + 1;
        (Offset, _lineLength) = (_next, -1);
        for (var scanned = 0; ;)
        {
            var found = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                _lineLength = scanned + found;
                break;
            }

            scanned = _end - _start;
            if (Fill(end)) continue;
            IsTorn = scanned > 0;
            return false;
        }

        Number++;
        _next = Offset + _lineLength + 1;
        if (JournalLine.IsSound(Line)) return true;

        // Only the last line can be the one that was being written when the power went.
        if (_next < end) throw Damaged("its checksum is not that of its content");
        if (EndsInSoundLine(Line)) throw Damaged("its line feed is missing");
        IsTorn = true;
        return false;
    }

    /// <summary>Makes the error for a damaged line.</summary>
    public TableStoreException Damaged(string what, Exception? inner = null) => new(
        TableFault.Damaged,
        $"The journal {path} is damaged in line {Number}, which begins at byte {Offset}: {what}. Nothing was changed. See docs/storage.md.",
        inner);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // Without the line feed between them, a line and the sound last one would pass for one that is torn.
    private static bool EndsInSoundLine(ReadOnlySpan<byte> line)
    {
        for (; !line.IsEmpty; line = line[1..])
        {
            if (JournalLine.IsSound(line)) return true;
        }

        return false;
    }

    /// <summary>Reads on, behind what is there. Returns false at the end.</summary>
    private bool Fill(long end)
    {
        var held = _end - _start;
        var left = end - Offset - held;
        if (left <= 0) return false;

        var target = _buffer;
        if (held == _buffer.Length) target = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, held);

        var count = file.Read(_buffer.AsSpan(_end, (int)Math.Min(left, _buffer.Length - _end)), Offset + held);
        if (count == 0) throw new IOException($"The file {path} is shorter than it was.");
        _end += count;
        return true;
    }
}
