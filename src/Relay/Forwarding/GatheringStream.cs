using System.Buffers;

namespace Relay.Forwarding;

/// <summary>Keeps what is read of a stream, until it is to be read once more from its beginning; then on to its end.</summary>
internal sealed class GatheringStream(Stream inner) : Stream
{
    private ArrayBufferWriter<byte>? _gathered = new(1024);
    private int _replayed = -1;

    /// <summary>How much is kept, in bytes.</summary>
    public int Gathered => _gathered?.WrittenCount ?? 0;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The next read begins at the beginning; nothing more is kept.</summary>
    public void Rewind() => _replayed = 0;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_replayed >= 0 && _gathered is not null)
        {
            var count = Math.Min(buffer.Length, Gathered - _replayed);
            _gathered.WrittenMemory.Slice(_replayed, count).CopyTo(buffer);
            _replayed += count;
            if (_replayed == Gathered) _gathered = null;
            if (count > 0) return count;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (_replayed < 0) _gathered!.Write(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
