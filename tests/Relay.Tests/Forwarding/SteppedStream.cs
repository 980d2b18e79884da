using System.Text;

namespace Relay.Tests.Forwarding;

/// <summary>A provider's stream whose reader has done all that it does with what came when the test goes on.</summary>
internal sealed class SteppedStream : Stream
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _given = new(0);
    private byte[] _next = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits until the reader waits.</summary>
    public Task BeginAsync() => _asked.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Gives bytes, and waits until the reader wants more.</summary>
    public Task GiveAsync(string text)
    {
        _next = Encoding.UTF8.GetBytes(text);
        _given.Release();
        return _asked.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the stream.</summary>
    public void End()
    {
        _next = [];
        _given.Release();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _asked.Release();
        await _given.WaitAsync(cancellationToken);
        _next.CopyTo(buffer);
        return _next.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
