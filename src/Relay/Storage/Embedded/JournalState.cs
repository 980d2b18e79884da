using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>The journal and its index, as readers may see them: what is durable. The lock is held over memory only.</summary>
internal sealed partial class JournalState : IDisposable
{
    /// <summary>Below this a journal is not worth compacting.</summary>
    private const long CompactionFloor = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private TableIndex _index;
    private JournalFile _file;
    private bool _closed;

    private JournalState(string path, TableIndex index, JournalFile file, long sequence)
    {
        _path = path;
        _index = index;
        _file = file;
        Sequence = sequence;
    }

    /// <summary>The number of the last write. Only the committing thread touches it.</summary>
    public long Sequence { get; set; }

    /// <summary>Whether more of the journal is dead than alive. Only the committing thread asks.</summary>
    public bool IsWorthCompacting => _file.Length - _index.LiveBytes > Math.Max(CompactionFloor, _index.LiveBytes);

    /// <summary>Reads a journal, mends a torn end, and compacts it when that is worth it.</summary>
    /// <exception cref="TableStoreException">It is damaged before its end, or cannot be read.</exception>
    public static JournalState Open(string path, ILogger log)
    {
        try
        {
            File.Delete(Compaction.PathOf(path));
            var index = new TableIndex();
            long sequence, length;
            using (var reading = File.OpenHandle(path, FileMode.OpenOrCreate))
            {
                (sequence, length) = JournalReader.Read(reading, path, index);
                if (RandomAccess.GetLength(reading) != length) LogMended(log, path, RandomAccess.GetLength(reading) - length);
            }

            var state = new JournalState(path, index, JournalFile.Open(path, length), sequence);
            if (!state.IsWorthCompacting) return state;
            using var compaction = new Compaction(path);
            state.Finish(compaction);
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableStoreException(TableFault.Unavailable, $"{path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Finds a row, and the file that it is in at this moment.</summary>
    public bool TryGet(string table, TableKey key, out JournalFile file, out RowPlace place)
    {
        lock (_lock)
        {
            ThrowIfClosed();
            file = _file;
            return _index.TryGet(table, key, out place);
        }
    }

    /// <summary>Finds the rows of a page, and the row that the next one begins with.</summary>
    public (JournalFile File, List<RowPlace> Places, string? Next) Range(string table, TableQuery query)
    {
        var places = new List<RowPlace>();
        lock (_lock)
        {
            ThrowIfClosed();
            foreach (var (row, place) in _index.Range(table, query.Partition, query.Continuation ?? query.From, query.Before))
            {
                if (places.Count == query.Take) return (_file, places, row);
                places.Add(place);
            }

            return (_file, places, null);
        }
    }

    /// <summary>The ETag of a row; null when there is none.</summary>
    public long? ETagOf(string table, TableKey key)
    {
        lock (_lock) return _index.TryGet(table, key, out var place) ? place.ETag : null;
    }

    /// <summary>Appends a line and, when it is durable, shows its changes. Only the committing thread does this.</summary>
    /// <exception cref="IOException">The line may be durable or not; none of it is shown.</exception>
    public void Commit(ReadOnlySpan<byte> line, List<RowChange> changes)
    {
        var start = _file.Append(line);
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change.Place is { } place) _index.Set(change.Table, change.Key, place with { Offset = start + place.Offset });
                else _index.Remove(change.Table, change.Key);
            }
        }
    }

    /// <summary>Begins a compaction of what is there now; the copying runs beside further commits.</summary>
    public Task<Compaction> BeginCompaction()
    {
        List<(string Table, TableKey Key, RowPlace Place)> rows;
        lock (_lock) rows = [.. _index.All()];
        var (file, sequence) = (_file, Sequence);
        return Task.Run(() =>
        {
            var compaction = new Compaction(_path);
            try
            {
                compaction.Copy(rows, file, sequence);
                return compaction;
            }
            catch
            {
                compaction.Dispose();
                throw;
            }
        });
    }

    /// <summary>Puts a compaction in the journal's place. Only the committing thread does this.</summary>
    /// <exception cref="IOException">The disk refuses; the journal stays as it is.</exception>
    public void Finish(Compaction compaction)
    {
        // Commits change the index on this thread alone, so it can be read here without the lock.
        var (file, index) = compaction.Finish(_path, _index, _file, Sequence);
        var old = _file;
        lock (_lock)
        {
            _file = file;
            _index = index;
        }

        old.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _closed = true;
        _file.Dispose();
    }

    private void ThrowIfClosed()
    {
        if (_closed) throw new TableStoreException(TableFault.Unavailable, "The store is closed.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} ended in a line that was not written whole; its {Bytes} bytes were cut off. Nothing that was ever confirmed is lost.")]
    private static partial void LogMended(ILogger log, string path, long bytes);
}
