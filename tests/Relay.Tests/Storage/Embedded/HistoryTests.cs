using FsCheck;
using FsCheck.Fluent;
using Relay.Storage;
using Relay.Storage.Embedded;

namespace Relay.Tests.Storage.Embedded;

/// <summary>Random histories, side by side with a plain model, by stores that do and do not compact.</summary>
public sealed class HistoryTests
{
    private static readonly string[] Tables = ["rows", "others"];
    private static readonly string[] Partitions = ["p", "q"];
    private static readonly string[] Keys = ["a", "aa", "b", "c:", "c:1", "d"];

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0L)]
    public void AnyHistory_GivesTheStateOfTheModel_AlsoAfterItIsOpenedAgain(long compactionFloor)
    {
        var histories = ArbMap.Default.ArbFor<byte[][]>().Filter(history => history.All(step => step is not null));
        Prop.ForAll(histories, history => RunAsync(history, compactionFloor).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60));
    }

    /// <summary>Each step is bytes: where, and then a write a byte; one byte alone opens the store again.</summary>
    private static async Task RunAsync(byte[][] history, long compactionFloor)
    {
        using var directory = new TestDirectory();
        var model = new TableModel();
        var store = directory.Open(compactionFloor: compactionFloor);
        try
        {
            foreach (var step in history.Where(step => step.Length > 0))
            {
                if (step.Length == 1) store = await ReopenAsync(store);
                else await WriteAsync(store, model, step);
            }

            await AssertSameAsync(store, model);
            store = await ReopenAsync(store);
            await AssertSameAsync(store, model);
        }
        finally
        {
            await store.DisposeAsync();
        }

        async Task<EmbeddedTableStore> ReopenAsync(EmbeddedTableStore before)
        {
            await before.DisposeAsync();
            return directory.Open(compactionFloor: compactionFloor);
        }
    }

    private static async Task WriteAsync(EmbeddedTableStore store, TableModel model, byte[] step)
    {
        var table = Tables[step[0] % 2];
        var partition = Partitions[step[0] / 2 % 2];
        var writes = new Dictionary<string, TableWrite>();
        foreach (var b in step.AsSpan(1))
        {
            var key = new TableKey(partition, Keys[b / 4 % Keys.Length]);
            var etag = model.ETagOf(table, key, stale: b > 200);
            var row = new TableRow(key).With("n", model.NextNumber());
            writes.TryAdd(key.Row, (b % 4) switch
            {
                0 => TableWrite.Insert(row),
                1 => TableWrite.Upsert(row),
                2 => TableWrite.Update(row, etag ?? "none"),
                _ => TableWrite.Delete(key, b > 128 ? etag : null),
            });
        }

        var batch = writes.Values.ToArray();
        var (status, index) = model.Expect(table, batch);
        var result = await store.WriteAsync(table, batch, CancellationToken.None);
        Assert.Equal((status, index), (result.Status, result.Index));
        if (result.IsDone) model.Apply(table, batch, result.ETags);
    }

    private static async Task AssertSameAsync(EmbeddedTableStore store, TableModel model)
    {
        foreach (var table in Tables)
        foreach (var partition in Partitions)
        {
            foreach (var key in Keys.Select(key => new TableKey(partition, key)))
                Assert.Equal(model.Find(table, key), Describe(await store.GetAsync(table, key, CancellationToken.None)));

            foreach (var from in Keys.Append(null))
            foreach (var before in Keys.Append(null))
            {
                var rows = new List<string?>();
                var query = new TableQuery(partition, from, before, Take: 2);
                while (query is not null)
                {
                    var page = await store.QueryAsync(table, query, CancellationToken.None);
                    rows.AddRange(page.Rows.Select(Describe));
                    query = page.Continuation is null ? null : query with { Continuation = page.Continuation };
                }

                Assert.Equal(model.Range(table, partition, from, before), rows);
            }
        }
    }

    private static string? Describe(TableRow? row) =>
        row is not null && row.TryGet("n", out var n) ? $"{row.Key.Row}={n.AsInt64()} {row.ETag}" : null;
}
