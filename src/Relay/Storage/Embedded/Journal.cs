using System.Buffers;
using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>
/// One journal file with the index of what is live in it. Compaction puts another in its place; this one closes
/// when the last read that began on it is over.
/// </summary>
internal sealed class Journal(IJournalFile file)
{
    private int _users = 1;
    private long _length;

    /// <summary>The file.</summary>
    public IJournalFile File { get; } = file;

    /// <summary>Where each live row stands in the file.</summary>
    public TableIndex Index { get; } = new();

    /// <summary>The bytes of the file that are whole lines, and on the disk once the journal is in use.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>The number of the last batch.</summary>
    public long Sequence { get; private set; }

    /// <summary>Counts in a line that was written, and makes its changes seen.</summary>
    public void Advance(int length, long sequence, List<RowChange> changes)
    {
        // In this order: a compaction reads up to the length, and drops a state that the index does not know.
        Index.Apply(changes);
        Sequence = Math.Max(Sequence, sequence);
        Volatile.Write(ref _length, _length + length);
    }

    /// <summary>Reads the row at a place of the index: all of it, or the properties of these names.</summary>
    /// <exception cref="TableStoreException">The disk fails, or the row is not what was written.</exception>
    public async ValueTask<TableRow> ReadAsync(
        TableKey key, RowLocation location, IReadOnlyList<string>? properties, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(location.Length);
        try
        {
            for (var read = 0; read < location.Length;)
            {
                var rest = bytes.AsMemory(read, location.Length - read);
                var count = await File.ReadAsync(rest, location.Offset + read, cancellationToken);
                if (count == 0) throw new EndOfStreamException();
                read += count;
            }

            return RowFormat.Read(bytes.AsSpan(0, location.Length), key, location.ETag, properties);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException
            or EndOfStreamException)
        {
            throw new TableStoreException(
                TableFault.Damaged, $"The row at byte {location.Offset} of the journal is damaged. See docs/storage.md.", e);
        }
        catch (IOException e)
        {
            throw new TableStoreException(TableFault.Unavailable, "The journal cannot be read.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Keeps the file open for a read. False when the journal has been replaced or closed.</summary>
    public bool TryAcquire()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    /// <summary>Ends a read, or the store's own use of the journal. The last of them closes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0) File.Dispose();
    }
}
