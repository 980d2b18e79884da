using Relay.Storage;
using static Relay.Tests.Storage.Embedded.StoreSteps;

namespace Relay.Tests.Storage.Embedded;

public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TestDirectory _directory = new();
    private readonly ManualResetEventSlim _held = new();
    private readonly ManualResetEventSlim _release = new(initialState: true);
    private volatile string? _failing;
    private int _flushes;
    private int _writes;

    public void Dispose()
    {
        _directory.Dispose();
        _held.Dispose();
        _release.Dispose();
    }

    [Fact]
    public async Task WritersThatWaitForTheDisk_ShareOneWriteAndOneFlush()
    {
        await using var store = Open();
        var first = await HoldAsync(store);
        var waiting = Enumerable.Range(0, 99).Select(i => store.WriteAsync(TableWrite.Insert(Row($"{i}", i)))).ToArray();
        _release.Set();

        foreach (var write in waiting.Prepend(first)) Assert.True((await write).IsDone);
        Assert.Equal((2, 2), (_flushes, _writes));
        Assert.Equal(100, (await store.DumpAsync()).Count);
    }

    [Fact]
    public async Task AWriteThatIsNotDurableYet_IsNotSeen()
    {
        await using var store = Open();
        await store.WriteAsync(TableWrite.Insert(Row("old", 1)));
        var before = await store.DumpAsync();

        var write = await HoldAsync(store, TableWrite.Upsert(Row("old", 2)), TableWrite.Insert(Row("new", 3)));

        Assert.False(write.IsCompleted);
        Assert.Equal(before, await store.DumpAsync());
        Assert.Null(await store.GetAsync("new"));
        _release.Set();
        await write;
        Assert.Equal(2, await store.NumberAsync("old"));
    }

    [Fact]
    public async Task ConditionsInOneGroup_AreCheckedInOrder()
    {
        await using var store = Open();
        await HoldAsync(store);
        var inserted = store.WriteAsync(TableWrite.Insert(Row("a", 1)));
        var again = store.WriteAsync(TableWrite.Insert(Row("a", 2)));
        var deleted = store.WriteAsync(TableWrite.Delete(new TableKey("p", "a")));
        var gone = store.WriteAsync(TableWrite.Delete(new TableKey("p", "a")));
        var anew = store.WriteAsync(TableWrite.Insert(Row("a", 3)));
        var stale = store.WriteAsync(TableWrite.Upsert(Row("b", 1)), TableWrite.Update(Row("a", 4), "2"));
        var last = store.WriteAsync(TableWrite.Update(Row("a", 5), "4"));
        var other = store.WriteAsync(TableWrite.Insert(Row("b", 6)));
        _release.Set();

        TableStatus[] expected =
        [
            TableStatus.Done, TableStatus.Conflict, TableStatus.Done, TableStatus.NotFound, TableStatus.Done,
            TableStatus.Changed, TableStatus.Done, TableStatus.Done,
        ];
        var results = await Task.WhenAll(inserted, again, deleted, gone, anew, stale, last, other);
        Assert.Equal(expected, results.Select(result => result.Status));
        Assert.Equal(2, _flushes);
        Assert.Equal(["a=5 5", "b=6 6", "first=0 1"], await store.DumpAsync());
    }

    [Fact]
    public async Task ABatchThatDoesNotFit_IsAnsweredOnlyWhenWhatItDidNotFitIsDurable()
    {
        await using var store = Open();
        var first = await HoldAsync(store);
        var conflict = store.WriteAsync(TableWrite.Insert(Row("first", 1)));

        Assert.False(first.IsCompleted);
        Assert.False(conflict.IsCompleted);
        _failing = "flush";
        _release.Set();

        await Assert.ThrowsAsync<TableStoreException>(() => first);
        await Assert.ThrowsAsync<TableStoreException>(() => conflict);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("flush")]
    public async Task WhenTheDiskFails_AllWhoWaitAreTold_NothingIsSeen_AndNoMoreIsWritten(string step)
    {
        List<string> before;
        await using (var store = Open())
        {
            await store.WriteAsync(TableWrite.Insert(Row("old", 1)));
            before = await store.DumpAsync();

            _failing = step;
            var writes = Enumerable.Range(0, 5).Select(i => store.WriteAsync(TableWrite.Insert(Row($"{i}", i)))).ToArray();
            foreach (var write in writes)
                Assert.Equal(TableFault.Unavailable, (await Assert.ThrowsAsync<TableStoreException>(() => write)).Fault);

            // The disk is well again, but nobody knows what it holds.
            _failing = null;
            var refusal = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync(TableWrite.Insert(Row("x", 1))));
            Assert.Equal(TableFault.Unavailable, refusal.Fault);
            Assert.Contains("started again", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, await store.DumpAsync());
        }

        await using var again = Open();
        Assert.True((await again.WriteAsync(TableWrite.Insert(Row("x", 1)))).IsDone);
        // What failed may have landed, whole batches of it; what was acknowledged is there.
        Assert.Subset((await again.DumpAsync()).ToHashSet(), before.ToHashSet());
    }

    [Fact]
    public async Task WhatFollowsAWrite_DoesNotRunOnTheWritersThread()
    {
        await using var store = Open();
        var write = await HoldAsync(store);
        // Run inline it would wait for itself.
        var nested = write.ContinueWith(
            _ => store.WriteAsync(TableWrite.Insert(Row("nested", 1))).Wait(Patience),
            TestContext.Current.CancellationToken,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _release.Set();

        Assert.True(await nested);
    }

    private Relay.Storage.Embedded.EmbeddedTableStore Open()
    {
        var store = _directory.Open(new TestDisk(Before));
        (_flushes, _writes) = (0, 0);
        return store;
    }

    /// <summary>Begins a write, and returns when its flush has begun and is held up.</summary>
    private async Task<Task<TableResult>> HoldAsync(ITableStore store, params TableWrite[] writes)
    {
        _held.Reset();
        _release.Reset();
        var write = store.WriteAsync(writes is [] ? [TableWrite.Insert(Row("first", 0))] : writes);
        Assert.True(await Task.Run(() => _held.Wait(Patience)), "Nothing was flushed.");
        return write;
    }

    private void Before(string step)
    {
        if (step == "write") _writes++;
        if (step == "flush")
        {
            _flushes++;
            _held.Set();
            // An end to it, so that a test that fails meanwhile can close its store.
            _release.Wait(Patience);
        }

        if (step == _failing) throw new IOException("No space left on device.");
    }
}
