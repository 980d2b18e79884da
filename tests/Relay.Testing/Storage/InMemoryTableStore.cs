using Relay.Storage;

namespace Relay.Testing.Storage;

/// <summary>
/// A store in memory for tests of failures and races: it keeps the port's contract, can be switched off, pages as
/// short as a test likes, and lets a test act in the middle of a call. The real store has a suite of its own.
/// </summary>
public sealed class InMemoryTableStore : ITableStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, string Partition), SortedList<string, TableRow>> _partitions = [];
    private long _states;
    private int _reads;

    /// <summary>What every call fails with; null while the store answers.</summary>
    public TableFault? Fault { get; set; }

    /// <summary>The most rows of a page, whatever a query takes; a page then ends early, as the service's may.</summary>
    public int PageSize { get; set; } = TableLimits.MaxPage;

    /// <summary>Runs before a row or a page is looked up.</summary>
    public Func<string, Task>? BeforeRead { get; set; }

    /// <summary>Runs after a row was looked up and before the caller has it.</summary>
    public Func<string, Task>? AfterRead { get; set; }

    /// <summary>Runs before a batch is written.</summary>
    public Func<string, IReadOnlyList<TableWrite>, Task>? BeforeWrite { get; set; }

    /// <summary>Runs after a batch was written: what it throws is an answer that got lost.</summary>
    public Func<string, IReadOnlyList<TableWrite>, Task>? AfterWrite { get; set; }

    /// <summary>How many single rows were asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The rows of a table, by partition and row.</summary>
    public IReadOnlyList<TableRow> Rows(string table)
    {
        lock (_lock)
        {
            return [.. _partitions.Where(partition => partition.Key.Table == table)
                .OrderBy(partition => partition.Key.Partition, StringComparer.Ordinal)
                .SelectMany(partition => partition.Value.Values)];
        }
    }

    public async ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken)
    {
        TableRules.CheckKey(key);
        Interlocked.Increment(ref _reads);
        if (BeforeRead is { } before) await before(table);
        ThrowIfOff(cancellationToken);
        TableRow? row;
        lock (_lock) row = Partition_NeedsLock(table, key.Partition).GetValueOrDefault(key.Row);
        if (AfterRead is { } after) await after(table);
        return row is null ? null : Copy(row, row.ETag!);
    }

    public async ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TableRules.CheckQuery(query);
        if (BeforeRead is { } before) await before(table);
        ThrowIfOff(cancellationToken);
        lock (_lock)
        {
            var rows = Partition_NeedsLock(table, query.Partition).Values
                .Where(row => query.From is null || string.CompareOrdinal(row.Key.Row, query.From) >= 0)
                .Where(row => query.Before is null || string.CompareOrdinal(row.Key.Row, query.Before) < 0)
                .Where(row => query.Continuation is null || string.CompareOrdinal(row.Key.Row, query.Continuation) > 0)
                .ToList();
            var page = rows.Take(Math.Min(query.Take, PageSize)).Select(row => Copy(row, row.ETag!)).ToList();
            return new(page, page.Count < rows.Count ? page[^1].Key.Row : null);
        }
    }

    public async ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken)
    {
        var batch = writes.ToArray();
        TableRules.CheckBatch(batch);
        if (BeforeWrite is { } before) await before(table, batch);
        ThrowIfOff(cancellationToken);
        TableResult result;
        lock (_lock) result = Write_NeedsLock(Partition_NeedsLock(table, batch[0].Key.Partition), batch);
        if (AfterWrite is { } after) await after(table, batch);
        return result;
    }

    private TableResult Write_NeedsLock(SortedList<string, TableRow> rows, TableWrite[] batch)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            var status = StatusOf(batch[i], rows.GetValueOrDefault(batch[i].Key.Row));
            if (status != TableStatus.Done) return TableResult.Failed(status, i);
        }

        var etags = new string?[batch.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            if (batch[i].Row is { } row)
                rows[row.Key.Row] = Copy(row, etags[i] = FormattableString.Invariant($"W/\"{++_states}\""));
            else
                rows.Remove(batch[i].Key.Row);
        }

        return new(TableStatus.Done, -1, etags);
    }

    private static TableStatus StatusOf(in TableWrite write, TableRow? known) => write.Kind switch
    {
        TableWriteKind.Upsert => TableStatus.Done,
        TableWriteKind.Insert => known is null ? TableStatus.Done : TableStatus.Conflict,
        _ when known is null => TableStatus.NotFound,
        _ => write.ETag is null || write.ETag == known.ETag ? TableStatus.Done : TableStatus.Changed,
    };

    private SortedList<string, TableRow> Partition_NeedsLock(string table, string partition)
    {
        if (!_partitions.TryGetValue((table, partition), out var rows))
            _partitions[(table, partition)] = rows = new(StringComparer.Ordinal);
        return rows;
    }

    private void ThrowIfOff(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault is { } fault) throw new TableStoreException(fault, "The test has switched the store off.");
    }

    private static TableRow Copy(TableRow row, string etag)
    {
        var copy = new TableRow(row.Key, etag);
        foreach (var (name, value) in row.Properties) copy.With(name, value);
        return copy;
    }
}
