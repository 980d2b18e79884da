using Relay.Ledger;
using Relay.Storage;
using Relay.Testing.Storage;

namespace Relay.Tests.Ledger;

public sealed class GroupCommitTests
{
    private const string Table = "rows";

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(3);

    private readonly ManualTimeProvider _time = new();
    private readonly TestTables _tables = new();
    private readonly List<int> _batches = [];
    private readonly TaskCompletionSource _release = new();
    private readonly HashSet<string> _held = [];
    private readonly GroupCommit _commit;

    public GroupCommitTests()
    {
        _commit = new(_tables, new(Linger), _time);
        // The first write to a partition stays under way until the test lets it go.
        _tables.BeforeWrite = (table, writes) =>
        {
            if (_held.Remove($"{table} {writes[0].Key.Partition}")) return _release.Task;
            _batches.Add(writes.Count);
            return Task.CompletedTask;
        };
    }

    [Fact(Timeout = 10_000)]
    public async Task ARowThatComesAlone_WaitsForNothing()
    {
        await Write("p", "a")[0];
        await Write("p", "b")[0];
        Assert.Equal([1, 1], _batches);
    }

    [Fact(Timeout = 10_000)]
    public async Task WhatComesWithinTheLinger_IsOneBatch_DurableWhenItReturns()
    {
        Hold("p");
        var writing = Write("p", "a", "b", "c");
        _time.Advance(Linger - TimeSpan.FromTicks(1));
        Assert.Empty(_batches);
        Assert.All(writing, write => Assert.False(write.IsCompleted));

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.All(await Task.WhenAll(writing), status => Assert.Equal(TableStatus.Done, status));
        Assert.Equal([3], _batches);
        Assert.Equal(["a", "b", "c"], _tables.Rows(Table).Select(row => row.Key.Row));

        _release.SetResult();
        await Write("p", "d")[0];
        Assert.Equal([3, 1], _batches);
    }

    [Fact(Timeout = 10_000)]
    public async Task EachPartition_IsABatchOfItsOwn()
    {
        Hold("p");
        Hold("q");
        Task<TableStatus>[] writing = [.. Write("p", "a", "b"), .. Write("q", "a")];
        _time.Advance(Linger);
        await Task.WhenAll(writing);
        Assert.Equal([1, 2], _batches.Order());
    }

    [Fact(Timeout = 10_000)]
    public async Task AFullBatch_WaitsForNothing()
    {
        Hold("p");
        var writing = Write("p", [.. Enumerable.Range(0, 250).Select(i => FormattableString.Invariant($"{i:D3}"))]);

        await Task.WhenAll(writing.Take(200));
        Assert.Equal([100, 100], _batches);
        Assert.All(writing.Skip(200), write => Assert.False(write.IsCompleted));

        _time.Advance(Linger);
        await Task.WhenAll(writing);
        Assert.Equal([100, 100, 50], _batches);
    }

    [Fact(Timeout = 10_000)]
    public async Task ARowThatIsThereAlready_IsToldSo_AndTheOthersGoWithoutIt()
    {
        await _tables.WriteAsync(Table, new[] { Insert("p", "b") }, TestContext.Current.CancellationToken);
        Hold("p");
        var writing = Write("p", "a", "b", "c");
        _time.Advance(Linger);

        Assert.Equal([TableStatus.Done, TableStatus.Conflict, TableStatus.Done], await Task.WhenAll(writing));
        Assert.Equal(3, _tables.Rows(Table).Count);
    }

    [Fact(Timeout = 10_000)]
    public async Task TheSameRowTwice_IsWrittenTwice_TheFirstOneFirst()
    {
        Hold("p");
        var writing = Write("p", "a", "a");
        await writing[0];
        _time.Advance(Linger);

        Assert.Equal([TableStatus.Done, TableStatus.Conflict], await Task.WhenAll(writing));
    }

    [Fact(Timeout = 10_000)]
    public async Task AStorageThatFails_FailsAllOfTheBatch_AndTheNextIsWritten()
    {
        Hold("p");
        _tables.Fault = TableFault.Unavailable;
        var writing = Write("p", "a", "b");
        _time.Advance(Linger);
        foreach (var write in writing) await Assert.ThrowsAsync<TableStoreException>(() => write);

        _tables.Fault = null;
        writing = Write("p", "a", "b");
        _time.Advance(Linger);
        Assert.All(await Task.WhenAll(writing), status => Assert.Equal(TableStatus.Done, status));
    }

    [Fact(Timeout = 10_000)]
    public async Task ARowThatBreaksALimit_FailsAlone()
    {
        Hold("p");
        var writing = Write("p", "a");
        await Assert.ThrowsAsync<ArgumentException>(() => Write("p", "a/b")[0]);
        _time.Advance(Linger);
        Assert.Equal(TableStatus.Done, await writing[0]);
    }

    [Fact(Timeout = 10_000)]
    public async Task LargeRows_AreNoMoreThanABatchMayHold()
    {
        Hold("p");
        var text = new string('x', 30 * 1024);
        var writing = Enumerable.Range(0, 100)
            .Select(i => _commit.WriteAsync(Table, TableWrite.Insert(new TableRow(new("p", FormattableString.Invariant($"{i:D3}")))
                .With("a", text).With("b", text))).AsTask())
            .ToList();
        _time.Advance(Linger);

        await Task.WhenAll(writing);
        Assert.True(_batches.Count > 3);
        Assert.Equal(100, _tables.Rows(Table).Count);
    }

    [Fact(Timeout = 10_000)]
    public async Task WhereTheStoreGroupsItself_NothingWaits()
    {
        var commit = new GroupCommit(_tables, CommitLinger.None, _time);
        // One is under way, as behind which others would linger.
        _held.Add($"{Table} p");
        _ = commit.WriteAsync(Table, Insert("p", "held")).AsTask();

        Assert.Equal(TableStatus.Done, await commit.WriteAsync(Table, Insert("p", "a")));
    }

    [Fact(Timeout = 10_000)]
    public async Task RecordsAndOpenRows_OfManyCalls_AreAFewBatches()
    {
        await using var bench = new LedgerBench(_tables, _time, linger: new(Linger));
        var calls = Enumerable.Range(0, 50).Select(_ => bench.Calls.MakeAnswered()).ToList();
        _held.Add($"open {OpenCalls.PartitionOf(calls[0].Id.Shard)}");
        var opening = calls.Select(call => bench.Ledger.Begin(call).Written).ToList();
        _time.Advance(Linger);
        await Task.WhenAll(opening.Skip(1));
        Assert.Equal([49], _batches);
        _release.SetResult();
        await opening[0];

        // The first record of an hour also notes the hour.
        await bench.Records.TryInsertAsync(TestRecords.Bare(calls[0].Id), calls[0].Id);
        _batches.Clear();
        var release = new TaskCompletionSource();
        var isFirst = true;
        var count = _tables.BeforeWrite!;
        _tables.BeforeWrite = (table, writes) =>
        {
            if (!isFirst) return count(table, writes);
            isFirst = false;
            return release.Task;
        };
        var settling = calls.Skip(1).Select(call => bench.Ledger.SettleAsync(call, null, 200, true).AsTask()).ToList();
        _time.Advance(Linger);
        await Task.WhenAll(settling.Skip(1));
        release.SetResult();
        await settling[0];

        Assert.Equal([48], _batches);
        Assert.Equal(50, bench.RecordRows.Count);
    }

    private void Hold(string partition)
    {
        _held.Add($"{Table} {partition}");
        _ = _commit.WriteAsync(Table, Insert(partition, "held")).AsTask();
    }

    private Task<TableStatus>[] Write(string partition, params string[] rows) =>
        [.. rows.Select(row => _commit.WriteAsync(Table, Insert(partition, row)).AsTask())];

    private static TableWrite Insert(string partition, string row) =>
        TableWrite.Insert(new TableRow(new(partition, row)).With("n", 1));
}
