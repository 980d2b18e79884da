using System.Globalization;
using Relay.Storage;

namespace Relay.Testing.Storage;

public abstract partial class TableStoreContract
{
    [Fact]
    public async Task ABatchOfEveryKind_IsDone_AndGivesTheETagsInOrder()
    {
        var etag = await InsertAsync(Row("updated", 1));
        await InsertAsync(Row("deleted", 1));

        var result = await WriteAsync(
            TableWrite.Update(Row("updated", 2), etag),
            TableWrite.Delete(new TableKey("p", "deleted")),
            TableWrite.Insert(Row("inserted", 3)),
            TableWrite.Upsert(Row("upserted", 4)));

        Assert.True(result.IsDone);
        Assert.Equal(-1, result.Index);
        Assert.Equal(4, result.ETags.Count);
        Assert.Equal((await GetAsync("updated"))!.ETag, result.ETags[0]);
        Assert.Null(result.ETags[1]);
        Assert.Equal((await GetAsync("inserted"))!.ETag, result.ETags[2]);
        Assert.Equal((await GetAsync("upserted"))!.ETag, result.ETags[3]);
        await AssertNumberAsync("updated", 2);
        await AssertNumberAsync("deleted", null);
        await AssertNumberAsync("inserted", 3);
        await AssertNumberAsync("upserted", 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ABatchOfWhichOneDoesNotFit_SaysWhich_AndWritesNothing(int place)
    {
        await InsertAsync(Row("there", 1));
        var writes = new List<TableWrite>
        {
            TableWrite.Upsert(Row("x", 1)),
            TableWrite.Insert(Row("y", 1)),
        };
        writes.Insert(place, TableWrite.Insert(Row("there", 2)));

        AssertFailed(TableStatus.Conflict, place, await WriteAsync([.. writes]));

        await AssertNumberAsync("there", 1);
        Assert.Null(await GetAsync("x"));
        Assert.Null(await GetAsync("y"));
    }

    [Fact]
    public async Task ABatchWithAStaleETag_IsChanged_AndWritesNothing()
    {
        var stale = await InsertAsync(Row("a", 1));
        await WriteAsync(TableWrite.Upsert(Row("a", 2)));

        AssertFailed(
            TableStatus.Changed, 1, await WriteAsync(TableWrite.Insert(Row("b")), TableWrite.Update(Row("a", 3), stale)));

        Assert.Null(await GetAsync("b"));
        await AssertNumberAsync("a", 2);
    }

    [Fact]
    public async Task ABatchThatDeletesAMissingRow_IsNotFound_AndWritesNothing()
    {
        AssertFailed(
            TableStatus.NotFound,
            1,
            await WriteAsync(TableWrite.Insert(Row("b")), TableWrite.Delete(new TableKey("p", "a"))));

        Assert.Null(await GetAsync("b"));
    }

    [Fact]
    public async Task TheLargestBatch_IsDone()
    {
        var writes = Enumerable.Range(0, TableLimits.MaxBatch)
            .Select(i => TableWrite.Insert(Row(i.ToString("d3", CultureInfo.InvariantCulture), i))).ToArray();

        var result = await WriteAsync(writes);

        Assert.True(result.IsDone);
        Assert.Equal(TableLimits.MaxBatch, result.ETags.Count);
        var page = await Store.QueryAsync(Table, new TableQuery("p"), Stop);
        Assert.Equal(Enumerable.Range(0, TableLimits.MaxBatch), page.Rows.Select(row => (int)Number(row)));
    }

    [Fact]
    public async Task EightWritersOnOneRow_LoseNothing()
    {
        const int Writers = 8, Each = 25;
        await InsertAsync(Row("a", 0));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < Each;)
            {
                var row = await GetAsync("a");
                var result = await WriteAsync(TableWrite.Update(Row("a", Number(row!) + 1), row!.ETag!));
                if (result.IsDone) done++;
                else Assert.Equal(TableStatus.Changed, result.Status);
            }
        }, Stop)));

        await AssertNumberAsync("a", Writers * Each);
    }

    [Fact]
    public async Task ManyInsertsOfOneRow_AreDoneOnce()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => WriteAsync(TableWrite.Insert(Row("a", i))), Stop)));

        var winner = Assert.Single(Enumerable.Range(0, 16), i => results[i].IsDone);
        Assert.All(results.Where(result => !result.IsDone), result => AssertFailed(TableStatus.Conflict, 0, result));
        await AssertNumberAsync("a", winner);
    }
}
