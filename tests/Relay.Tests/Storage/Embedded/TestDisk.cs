using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

/// <summary>
/// The real disk, told on before each thing that it does: a test counts, waits or throws. Once it has thrown, a
/// disk that is to have crashed goes on throwing.
/// </summary>
internal sealed class TestDisk(Action<string> before) : IJournalDisk
{
    private readonly JournalDisk _disk = new();

    public IJournalFile Open(string path) => new TestFile(_disk.Open(path), before);

    public IJournalFile Create(string path)
    {
        before("create");
        return new TestFile(_disk.Create(path), before);
    }

    public bool Exists(string path) => _disk.Exists(path);

    public void Delete(string path)
    {
        before("delete");
        _disk.Delete(path);
    }

    public void Rename(string from, string to)
    {
        before("rename");
        _disk.Rename(from, to);
    }

    public void FlushDirectory(string directory)
    {
        before("flush directory");
        _disk.FlushDirectory(directory);
    }

    private sealed class TestFile(IJournalFile file, Action<string> before) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> bytes, long offset) => file.Read(bytes, offset);

        public ValueTask<int> ReadAsync(Memory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            before("read");
            return file.ReadAsync(bytes, offset, cancellationToken);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                before("write");
            }
            catch (IOException)
            {
                // A disk that fails in the middle has written the half of it.
                file.Write(bytes[..(bytes.Length / 2)], offset);
                throw;
            }

            file.Write(bytes, offset);
        }

        public void Flush()
        {
            before("flush");
            file.Flush();
        }

        public void Truncate(long length)
        {
            before("truncate");
            file.Truncate(length);
        }

        public void Dispose() => file.Dispose();
    }
}
