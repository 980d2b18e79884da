using System.Collections.Concurrent;
using System.Globalization;
using Relay.Storage;

namespace Relay.Testing.Storage;

/// <summary>
/// Tables of a test's own in a real store, which the test project opens: the engine's tests run on the embedded store
/// in their own project, and again on Azurite in Relay.Azure.Tests. It can be switched off, pages as short as a test
/// likes, and lets a test act in the middle of a call.
/// </summary>
/// <remarks>
/// The store is waited for on the thread that asks, so that what is done when a call returns does not depend on how
/// fast a disk or a socket is: a test decides the order with <see cref="BeforeRead"/> and its like.
/// </remarks>
public sealed class TestTables : ITableStore
{
    private static int _count;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"engine{Interlocked.Increment(ref _count)}x");
    private readonly ConcurrentDictionary<(string Table, string Partition), bool> _partitions = [];
    private int _reads;

    /// <summary>Gives the store of this test project; set by a fixture of its assembly.</summary>
    public static Func<Task<ITableStore>> Open { get; set; } = static () =>
        throw new InvalidOperationException("This test project has no fixture that sets TestTables.Open.");

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

    /// <summary>The rows that were written through this to a table, by partition and row.</summary>
    public IReadOnlyList<TableRow> Rows(string table)
    {
        var rows = new List<TableRow>();
        var partitions = _partitions.Keys.Where(key => key.Table == table).Select(key => key.Partition);
        foreach (var partition in partitions.Order(StringComparer.Ordinal))
        {
            string? continuation = null;
            do
            {
                var page = Await(Store().QueryAsync(_prefix + table, new(partition, Continuation: continuation), CancellationToken.None));
                rows.AddRange(page.Rows);
                continuation = page.Continuation;
            }
            while (continuation is not null);
        }

        return rows;
    }

    public async ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (BeforeRead is { } before) await before(table);
        ThrowIfOff(cancellationToken);
        var row = Await(Store().GetAsync(_prefix + table, key, cancellationToken));
        if (AfterRead is { } after) await after(table);
        return row;
    }

    public async ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (BeforeRead is { } before) await before(table);
        ThrowIfOff(cancellationToken);
        return Await(Store().QueryAsync(_prefix + table, query with { Take = Math.Min(query.Take, PageSize) }, cancellationToken));
    }

    public async ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken)
    {
        var batch = writes.ToArray();
        if (BeforeWrite is { } before) await before(table, batch);
        ThrowIfOff(cancellationToken);
        if (batch.Length > 0) _partitions.TryAdd((table, batch[0].Key.Partition), true);
        var result = Await(Store().WriteAsync(_prefix + table, batch, cancellationToken));
        if (AfterWrite is { } after) await after(table, batch);
        return result;
    }

    private static ITableStore Store() => Open().GetAwaiter().GetResult();

    private static T Await<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private void ThrowIfOff(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault is { } fault) throw new TableStoreException(fault, "The test has switched the store off.");
    }
}
