using Relay.Azure.Tests.Running;
using Relay.Storage;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>A table that is not there is empty, and comes into being with its first row.</summary>
public sealed class MissingTableTests(Azurite azurite)
{
    private readonly string _table = azurite.NewTable();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ItIsReadAsEmpty_AndMadeByItsFirstRows(int rows)
    {
        var stop = TestContext.Current.CancellationToken;
        var store = await azurite.StoreAsync();

        Assert.Null(await store.ReadAsync(_table, "a"));
        Assert.Empty((await store.QueryAsync(_table, new("p"), stop)).Rows);
        var missing = TableWrite.Update(Stores.Row("a"), "W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"");
        Assert.Equal(TableStatus.NotFound, (await store.WriteAsync(_table, missing)).Status);

        Assert.True((await store.WriteAsync(_table, [.. Enumerable.Range(0, rows).Select(i => TableWrite.Insert(Stores.Row($"r{i}")))])).IsDone);
        Assert.Equal(rows, (await store.QueryAsync(_table, new("p"), stop)).Rows.Count);
    }
}
