using Relay.Storage;

namespace Relay.Testing.Storage;

/// <summary>
/// What every <see cref="ITableStore"/> must do. A store's own test project derives from it, and so runs it.
/// </summary>
public abstract partial class TableStoreContract : IAsyncLifetime
{
    /// <summary>The store under test.</summary>
    protected ITableStore Store { get; private set; } = null!;

    /// <summary>A table that holds nothing when a test begins.</summary>
    protected virtual string Table => "contract";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the store.</summary>
    protected abstract ValueTask<ITableStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable store) await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static TableRow Row(string key, long n = 0, string partition = "p") =>
        new TableRow(new TableKey(partition, key)).With("n", n);

    private async Task<TableResult> WriteAsync(params TableWrite[] writes) =>
        await Store.WriteAsync(Table, writes, Stop);

    private async Task<string> InsertAsync(TableRow row)
    {
        var result = await WriteAsync(TableWrite.Insert(row));
        Assert.Equal(TableStatus.Done, result.Status);
        return Assert.Single(result.ETags)!;
    }

    private async Task<TableRow?> GetAsync(string key, string partition = "p") =>
        await Store.GetAsync(Table, new TableKey(partition, key), Stop);

    private async Task AssertNumberAsync(string key, long? expected)
    {
        var row = await GetAsync(key);
        Assert.Equal(expected, row is null ? null : Number(row));
    }

    private static long Number(TableRow row) =>
        row.TryGet("n", out var n) ? n.AsInt64() : throw new InvalidOperationException("The row has no number.");

    private static void AssertFailed(TableStatus status, int index, TableResult result)
    {
        Assert.Equal(status, result.Status);
        Assert.Equal(index, result.Index);
        Assert.False(result.IsDone);
        Assert.Empty(result.ETags);
    }
}
