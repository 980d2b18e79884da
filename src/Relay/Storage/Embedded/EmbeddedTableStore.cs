using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>
/// Tables in one directory of this machine, for one process: an index in memory, and a journal that every write
/// is flushed to before it is seen or acknowledged. See docs/storage.md.
/// </summary>
internal sealed class EmbeddedTableStore : ITableStore, IAsyncDisposable
{
    /// <summary>The dead bytes below which the journal is not compacted: 16 MiB are read in less than a second.</summary>
    private const long CompactionFloor = 16 * 1024 * 1024;

    /// <summary>The most bytes of journal that one page of a query reads: the service's own answers stop at 4 MiB.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    private readonly DirectoryLock _lock;
    private readonly JournalWriter _writer;

    private EmbeddedTableStore(DirectoryLock directoryLock, JournalWriter writer)
    {
        _lock = directoryLock;
        _writer = writer;
    }

    /// <summary>Opens the tables of a directory, which is made when it is not there. Reads the whole journal.</summary>
    /// <param name="directory">A directory on a local disk, for this store alone.</param>
    /// <param name="logger">Told of repairs, compactions and failures.</param>
    /// <exception cref="TableStoreException">
    /// The directory is in use by another process or cannot be used, or the journal is damaged.
    /// </exception>
    public static EmbeddedTableStore Open(string directory, ILogger<EmbeddedTableStore> logger) =>
        Open(directory, logger, new JournalDisk(), CompactionFloor);

    /// <summary>Opens the tables of a directory on a given disk.</summary>
    internal static EmbeddedTableStore Open(
        string directory, ILogger<EmbeddedTableStore> logger, IJournalDisk disk, long compactionFloor)
    {
        directory = Path.GetFullPath(directory);
        DirectoryLock? directoryLock = null;
        try
        {
            Make(directory, disk);
            directoryLock = DirectoryLock.Take(directory);
            var files = new JournalDirectory(directory, disk, logger);
            return new EmbeddedTableStore(
                directoryLock, new JournalWriter(files.Open(), files, compactionFloor, logger));
        }
        catch (Exception e)
        {
            directoryLock?.Dispose();
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            var fault = e is UnauthorizedAccessException ? TableFault.Denied : TableFault.Unavailable;
            throw new TableStoreException(fault, $"The storage directory {directory} cannot be used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, key);
        var journal = _writer.Acquire();
        try
        {
            return journal.Index.Find(table, key) is { } location
                ? await journal.ReadAsync(key, location, null, cancellationToken) : null;
        }
        finally
        {
            journal.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, query);
        // Ours is the last row key of the page before. It may have come through a caller's hands.
        if (query.Continuation is { } continuation) TableLimits.Check(table, new TableKey(query.Partition, continuation));

        var journal = _writer.Acquire();
        try
        {
            var entries = new List<RowEntry>();
            var more = journal.Index.FindPage(table, query, MaxPageBytes, entries);
            var rows = new TableRow[entries.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                var key = new TableKey(query.Partition, entries[i].Row);
                rows[i] = await journal.ReadAsync(key, entries[i].Location, query.Properties, cancellationToken);
            }

            return new TablePage(rows, more ? entries[^1].Row : null);
        }
        finally
        {
            journal.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, writes.Span);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_writer.WriteAsync(new PendingWrite(table, writes)));
    }

    /// <summary>Ends the writes that are under way, and lets the directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _lock.Dispose();
    }

    private static void Make(string directory, IJournalDisk disk)
    {
        if (Directory.Exists(directory)) return;
        var parent = Path.GetDirectoryName(directory);
        if (parent is not null) Make(parent, disk);

        // What callers are called and what they spend is nobody else's business on this machine.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (parent is not null) disk.FlushDirectory(parent);
    }
}
