using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>A journal file on the disk.</summary>
internal sealed class JournalFile(string path, FileMode mode) : IJournalFile
{
    // Delete is shared so that, where the system asks for it, a compacted journal can take the name of this one.
    private readonly SafeFileHandle _handle =
        File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(Span<byte> bytes, long offset) => RandomAccess.Read(_handle, bytes, offset);

    public ValueTask<int> ReadAsync(Memory<byte> bytes, long offset, CancellationToken cancellationToken) =>
        RandomAccess.ReadAsync(_handle, bytes, offset, cancellationToken);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();
}
