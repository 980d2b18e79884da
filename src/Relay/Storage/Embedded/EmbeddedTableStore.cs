using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>
/// The table store of one machine: an index in memory and a journal in one file. A write is durable when it returns;
/// many that come together share one write to the disk.
/// </summary>
public sealed class EmbeddedTableStore : ITableStore, IAsyncDisposable
{
    private readonly DirectoryLock _lock;
    private readonly GroupCommit _commits;
    private readonly JournalState _state;

    private EmbeddedTableStore(DirectoryLock directoryLock, JournalState state, GroupCommit commits)
    {
        _lock = directoryLock;
        _state = state;
        _commits = commits;
    }

    /// <summary>Opens the store in a folder, which is made if need be and locked for this process.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="log">Where repairs and compactions are told.</param>
    /// <exception cref="TableStoreException">Another process has the folder, or the journal is damaged: it says where.</exception>
    public static EmbeddedTableStore Open(string directory, ILogger log)
    {
        Directory.CreateDirectory(directory);
        var directoryLock = DirectoryLock.Take(directory);
        try
        {
            var state = JournalState.Open(Path.Combine(directory, "relay.journal"), log);
            return new(directoryLock, state, new GroupCommit(state, log));
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (!_state.TryGet(table, key, out var file, out var place)) return new((TableRow?)null);
            if (TryRead(file, place, out var row)) return new(row);
        }
    }

    /// <inheritdoc/>
    public ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Take);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Take, TableLimits.MaxPage);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var (file, places, next) = _state.Range(table, query);
            var rows = new List<TableRow>(places.Count);
            foreach (var place in places)
            {
                if (!TryRead(file, place, out var row)) break;
                rows.Add(row!);
            }

            if (rows.Count == places.Count) return new(new TablePage(rows, next));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, writes.Span);
        cancellationToken.ThrowIfCancellationRequested();
        return await _commits.AddAsync(new PendingWrite(table, writes));
    }

    /// <summary>Finishes the writes that wait, and lets go of the folder.</summary>
    public ValueTask DisposeAsync()
    {
        _commits.Dispose();
        _state.Dispose();
        _lock.Dispose();
        return default;
    }

    // False when a compaction has put another file in this one's place; the row has another place there.
    private static bool TryRead(JournalFile file, RowPlace place, out TableRow? row)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(place.Length);
        try
        {
            var bytes = buffer.AsSpan(0, place.Length);
            file.Read(bytes, place.Offset);
            row = RowJson.Read(bytes);
            return true;
        }
        catch (ObjectDisposedException)
        {
            row = null;
            return false;
        }
        catch (IOException e)
        {
            throw new TableStoreException(TableFault.Unavailable, "The journal cannot be read.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
