using Relay.Storage;

namespace Relay.Tests.Storage.Embedded;

/// <summary>Short ways to say what a test does with a store.</summary>
internal static class StoreSteps
{
    public static TableRow Row(string key, long n, string partition = "p") =>
        new TableRow(new TableKey(partition, key)).With("n", n);

    public static Task<TableResult> WriteAsync(this ITableStore store, params TableWrite[] writes) =>
        store.WriteAsync("rows", writes, TestContext.Current.CancellationToken).AsTask();

    public static ValueTask<TableRow?> GetAsync(this ITableStore store, string key, string partition = "p") =>
        store.GetAsync("rows", new TableKey(partition, key), TestContext.Current.CancellationToken);

    public static async Task<long?> NumberAsync(this ITableStore store, string key) =>
        await store.GetAsync(key) is { } row && row.TryGet("n", out var n) ? n.AsInt64() : null;

    /// <summary>All rows of a partition as text, with their ETags.</summary>
    public static async Task<List<string>> DumpAsync(this ITableStore store, string partition = "p", string table = "rows")
    {
        var lines = new List<string>();
        for (var query = new TableQuery(partition); ;)
        {
            var page = await store.QueryAsync(table, query, TestContext.Current.CancellationToken);
            foreach (var row in page.Rows)
            {
                Assert.True(row.TryGet("n", out var n));
                lines.Add($"{row.Key.Row}={n.AsInt64()} {row.ETag}");
            }

            if (page.Continuation is null) return lines;
            query = query with { Continuation = page.Continuation };
        }
    }
}
