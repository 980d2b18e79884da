using Relay.Storage;

namespace Relay.Testing.Storage;

public abstract partial class TableStoreContract
{
    [Fact]
    public async Task AMissingRow_IsNull()
    {
        Assert.Null(await GetAsync("a"));
        await InsertAsync(Row("a"));

        Assert.Null(await GetAsync("b"));
        Assert.Null(await GetAsync("a", "q"));
        Assert.Null(await Store.GetAsync(Table + "2", new TableKey("p", "a"), Stop));
    }

    [Fact]
    public async Task AnInsertedRow_ReadsBack_WithTheETagOfItsWrite()
    {
        var etag = await InsertAsync(Row("a", 7));

        var row = await GetAsync("a");
        Assert.Equal(new TableKey("p", "a"), row!.Key);
        Assert.Equal(7, Number(row));
        Assert.Equal(etag, row.ETag);
    }

    [Fact]
    public async Task AnInsertOfARowThatIsThere_IsConflict_AndWritesNothing()
    {
        var etag = await InsertAsync(Row("a", 1));

        AssertFailed(TableStatus.Conflict, 0, await WriteAsync(TableWrite.Insert(Row("a", 2))));
        await AssertNumberAsync("a", 1);
        Assert.Equal(etag, (await GetAsync("a"))!.ETag);
    }

    [Fact]
    public async Task AnUpsert_Adds_ThenReplacesTheWholeRow()
    {
        var first = await WriteAsync(TableWrite.Upsert(Row("a", 1).With("old", "x")));
        var second = await WriteAsync(TableWrite.Upsert(Row("a", 2)));

        Assert.NotEqual(first.ETags[0], second.ETags[0]);
        var row = await GetAsync("a");
        Assert.Equal(2, Number(row!));
        Assert.False(row!.TryGet("old", out _));
        Assert.Equal(second.ETags[0], row.ETag);
    }

    [Fact]
    public async Task AnUpdateOfTheNamedState_ReplacesTheWholeRow()
    {
        var etag = await InsertAsync(Row("a", 1).With("old", "x"));

        var result = await WriteAsync(TableWrite.Update(Row("a", 2), etag));

        Assert.True(result.IsDone);
        var row = await GetAsync("a");
        Assert.Equal(2, Number(row!));
        Assert.False(row!.TryGet("old", out _));
        Assert.Equal(result.ETags[0], row.ETag);
        Assert.NotEqual(etag, row.ETag);
    }

    [Fact]
    public async Task AStaleETag_IsChanged_AndWritesNothing()
    {
        var stale = await InsertAsync(Row("a", 1));
        await WriteAsync(TableWrite.Upsert(Row("a", 2)));

        AssertFailed(TableStatus.Changed, 0, await WriteAsync(TableWrite.Update(Row("a", 3), stale)));
        AssertFailed(TableStatus.Changed, 0, await WriteAsync(TableWrite.Delete(new TableKey("p", "a"), stale)));
        await AssertNumberAsync("a", 2);
    }

    [Fact]
    public async Task ARowThatIsGone_IsNotFound()
    {
        var key = new TableKey("p", "a");
        var etag = await InsertAsync(Row("a"));
        Assert.True((await WriteAsync(TableWrite.Delete(key, etag))).IsDone);

        Assert.Null(await GetAsync("a"));
        AssertFailed(TableStatus.NotFound, 0, await WriteAsync(TableWrite.Update(Row("a"), etag)));
        AssertFailed(TableStatus.NotFound, 0, await WriteAsync(TableWrite.Delete(key, etag)));
        AssertFailed(TableStatus.NotFound, 0, await WriteAsync(TableWrite.Delete(key)));
    }

    [Fact]
    public async Task ADeleteOfAnyState_NeedsNoETag_AndHasNone()
    {
        await InsertAsync(Row("a"));
        await WriteAsync(TableWrite.Upsert(Row("a", 2)));

        var result = await WriteAsync(TableWrite.Delete(new TableKey("p", "a")));

        Assert.True(result.IsDone);
        Assert.Null(Assert.Single(result.ETags));
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task ARowThatWasDeletedAndInsertedAgain_IsNotInItsOldState()
    {
        var old = await InsertAsync(Row("a", 1));
        await WriteAsync(TableWrite.Delete(new TableKey("p", "a")));
        await InsertAsync(Row("a", 1));

        AssertFailed(TableStatus.Changed, 0, await WriteAsync(TableWrite.Update(Row("a", 2), old)));
    }

    [Fact]
    public async Task TablesAndPartitions_AreApart()
    {
        await InsertAsync(Row("a", 1));
        await InsertAsync(Row("a", 2, "q"));
        await Store.WriteAsync(Table + "2", new[] { TableWrite.Insert(Row("a", 3)) }, Stop);

        await WriteAsync(TableWrite.Delete(new TableKey("p", "a")));

        Assert.Null(await GetAsync("a"));
        Assert.Equal(2, Number((await GetAsync("a", "q"))!));
        Assert.Equal(3, Number((await Store.GetAsync(Table + "2", new TableKey("p", "a"), Stop))!));
    }

    [Fact]
    public async Task ACancelledWrite_IsNotBegun()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.WriteAsync(Table, new[] { TableWrite.Insert(Row("a")) }, cancelled.Token));

        Assert.Null(await GetAsync("a"));
    }
}
