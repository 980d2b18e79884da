namespace Relay.Tests.Dialects.Sse;

/// <summary>A stream of bytes that come in pieces of given sizes, over and over; then its end, or a failure.</summary>
internal sealed class ChunkedStream(byte[] bytes, IReadOnlyList<int> sizes, Exception? failure = null) : Stream
{
    private int _reads;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask;
        if (_position == bytes.Length && failure is not null) throw failure;
        var size = Math.Min(Math.Min(buffer.Length, bytes.Length - _position), sizes[_reads++ % sizes.Count]);
        bytes.AsSpan(_position, size).CopyTo(buffer.Span);
        _position += size;
        return size;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
