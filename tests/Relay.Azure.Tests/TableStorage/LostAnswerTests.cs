using System.Net;
using Relay.Azure.TableStorage;
using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>The service does what it is asked, and its answer gets lost.</summary>
public sealed class LostAnswerTests(Azurite azurite)
{
    private const int Timeout = 60_000;

    private readonly string _table = azurite.NewTable();
    private readonly Queue<Func<Task>> _losses = [];

    [Fact(Timeout = Timeout)]
    public async Task AnInsert_IsDone_WithTheETagOfItsRow()
    {
        var store = await LosingStoreAsync();
        LoseNext();

        await AssertDoneAsync(store, await store.WriteAsync(_table, TableWrite.Insert(Row("a", 1))), 1);
    }

    [Fact(Timeout = Timeout)]
    public async Task AnUpdate_IsDone_WithTheETagOfItsRow()
    {
        var store = await LosingStoreAsync();
        var etag = (await store.WriteAsync(_table, TableWrite.Insert(Row("a", 1)))).ETags[0]!;
        LoseNext();

        await AssertDoneAsync(store, await store.WriteAsync(_table, TableWrite.Update(Row("a", 2), etag)), 2);
    }

    [Fact(Timeout = Timeout)]
    public async Task AnUpsert_IsDone_WithTheETagOfItsRow()
    {
        var store = await LosingStoreAsync();
        await store.WriteAsync(_table, TableWrite.Insert(Row("a", 1)));
        LoseNext();

        await AssertDoneAsync(store, await store.WriteAsync(_table, TableWrite.Upsert(Row("a", 2))), 2);
    }

    [Fact(Timeout = Timeout)]
    public async Task ABatch_IsDone_WithTheETagsOfItsRows()
    {
        var store = await LosingStoreAsync();
        var etag = (await store.WriteAsync(_table, TableWrite.Insert(Row("gone", 1)))).ETags[0];
        LoseNext();

        var result = await store.WriteAsync(
            _table, TableWrite.Delete(new("p", "gone"), etag), TableWrite.Insert(Row("a", 2)), TableWrite.Insert(Row("b", 3)));

        Assert.True(result.IsDone);
        Assert.Null(result.ETags[0]);
        Assert.Equal((await store.ReadAsync(_table, "a"))!.ETag, result.ETags[1]);
        Assert.Equal((await store.ReadAsync(_table, "b"))!.ETag, result.ETags[2]);
    }

    [Fact(Timeout = Timeout)]
    public async Task ABatchOfWhichARowHasChangedSince_IsDone_AndThatRowsETagIsNoMore()
    {
        var other = await azurite.StoreAsync();
        var store = await LosingStoreAsync();
        await other.WriteAsync(_table, TableWrite.Insert(Row("first")));
        LoseNext(() => other.WriteAsync(_table, TableWrite.Upsert(Row("a", 9))));

        var result = await store.WriteAsync(_table, TableWrite.Insert(Row("a", 1)), TableWrite.Insert(Row("b", 2)));

        Assert.True(result.IsDone);
        var changed = await store.WriteAsync(_table, TableWrite.Update(Row("a", 3), result.ETags[0]!));
        Assert.Equal(TableStatus.Changed, changed.Status);
        Assert.Equal(9, (await store.ReadAsync(_table, "a"))!.Number("n"));
        Assert.True((await store.WriteAsync(_table, TableWrite.Update(Row("b", 3), result.ETags[1]!))).IsDone);
    }

    [Fact(Timeout = Timeout)]
    public async Task ARowThatAnotherHasWrittenSince_LeavesItUnknown()
    {
        var other = await azurite.StoreAsync();
        var store = await LosingStoreAsync();
        var etag = (await other.WriteAsync(_table, TableWrite.Insert(Row("a", 1)))).ETags[0]!;
        LoseNext(() => other.WriteAsync(_table, TableWrite.Upsert(Row("a", 9))));

        var refusal = await Assert.ThrowsAsync<TableStoreException>(
            () => store.WriteAsync(_table, TableWrite.Update(Row("a", 2), etag)));

        Assert.Equal(TableFault.Unavailable, refusal.Fault);
        Assert.Equal(9, (await store.ReadAsync(_table, "a"))!.Number("n"));
    }

    [Fact(Timeout = Timeout)]
    public async Task ADelete_LeavesItUnknown_AndIsNotFoundWhenItIsDoneAgain()
    {
        var store = await LosingStoreAsync();
        await store.WriteAsync(_table, TableWrite.Insert(Row("a")));
        LoseNext();

        var refusal = await Assert.ThrowsAsync<TableStoreException>(
            () => store.WriteAsync(_table, TableWrite.Delete(new("p", "a"))));

        Assert.Equal(TableFault.Unavailable, refusal.Fault);
        Assert.Equal(TableStatus.NotFound, (await store.WriteAsync(_table, TableWrite.Delete(new("p", "a")))).Status);
    }

    [Fact(Timeout = Timeout)]
    public async Task AnInsertOfWhatWasThereBefore_IsNotTakenForOurs()
    {
        var other = await azurite.StoreAsync();
        await other.WriteAsync(_table, TableWrite.Insert(Row("a", 1)));
        var store = await LosingStoreAsync();
        LoseNext();

        await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync(_table, TableWrite.Insert(Row("a", 1))));
    }

    private Task<TableStorageStore> LosingStoreAsync() => azurite.StoreAsync(new Interception(async (request, send, _) =>
    {
        var answer = await send();
        // That there is no such table yet, and that it was made, are no answers to a write.
        var isOfAWrite = answer.StatusCode != HttpStatusCode.NotFound
            && !request.RequestUri!.AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal);
        if (!isOfAWrite || !_losses.TryDequeue(out var meanwhile)) return answer;
        answer.Dispose();
        await meanwhile();
        throw new IOException("The answer got lost.");
    }));

    private void LoseNext(Func<Task>? meanwhile = null) => _losses.Enqueue(meanwhile ?? (() => Task.CompletedTask));

    private async Task AssertDoneAsync(ITableStore store, TableResult result, long n)
    {
        Assert.Empty(_losses);
        Assert.True(result.IsDone);
        var row = await store.ReadAsync(_table, "a");
        Assert.Equal(n, row!.Number("n"));
        Assert.Equal(Assert.Single(result.ETags), row.ETag);
    }
}
