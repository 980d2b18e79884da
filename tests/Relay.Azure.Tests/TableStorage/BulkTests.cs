using System.Globalization;
using Relay.Azure.Tests.Running;
using Relay.Storage;

namespace Relay.Azure.Tests.TableStorage;

public sealed class BulkTests(Azurite azurite)
{
    private const int Records = 10_000;

    [Fact(Timeout = 120_000)]
    public async Task TenThousandRecords_GoIn_AndComeBackByPages_EachOnce()
    {
        var stop = TestContext.Current.CancellationToken;
        var store = await azurite.StoreAsync();
        var table = azurite.NewTable();
        foreach (var batch in Enumerable.Range(0, Records).Chunk(TableLimits.MaxBatch))
        {
            var result = await store.WriteAsync(table, [.. batch.Select(i => TableWrite.Insert(Record(i)))]);
            Assert.Equal(TableStatus.Done, result.Status);
        }

        var numbers = new List<long?>();
        var pages = 0;
        for (var query = new TableQuery("p"); query is not null; pages++)
        {
            var page = await store.QueryAsync(table, query, stop);
            Assert.InRange(page.Rows.Count, 0, TableLimits.MaxPage);
            numbers.AddRange(page.Rows.Select(row => row.Number("n")));
            query = page.Continuation is { } next ? query with { Continuation = next } : null;
        }

        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long?)i), numbers);
        Assert.True(pages >= Records / TableLimits.MaxPage);
    }

    private static TableRow Record(int i) =>
        new TableRow(new("p", i.ToString("d6", CultureInfo.InvariantCulture))).With("n", i).With("model", "gpt-5").With("cost", i * 1e-9);
}
