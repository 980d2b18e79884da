namespace Relay.Storage.Embedded;

/// <summary>An open journal file. Beside the real one there is one in the tests, for a disk that fails.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>The bytes of the file.</summary>
    long Length { get; }

    /// <summary>Reads some bytes. Returns how many; 0 at the end of the file.</summary>
    int Read(Span<byte> bytes, long offset);

    /// <summary>Reads some bytes without holding a thread. Returns how many; 0 at the end of the file.</summary>
    ValueTask<int> ReadAsync(Memory<byte> bytes, long offset, CancellationToken cancellationToken);

    /// <summary>Writes all of the bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when all that was written would survive a loss of power.</summary>
    void Flush();

    /// <summary>Cuts the file off.</summary>
    void Truncate(long length);
}
