using Relay.Ledger;
using Relay.Ledger.Rollups;
using Relay.Storage;

namespace Relay.Tests.Ledger.Rollups;

public sealed class RollupTests : IAsyncDisposable
{
    private readonly LedgerBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Of the hour from midnight on; the bench's clock begins there.
    private RollupSum Hour => Sum("project:a=20project", "hour-2026010100");

    [Fact]
    public async Task Records_AreSummedByHour_AndByDay()
    {
        await SettleAsync(3);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await SettleAsync(2);
        _bench.Time.Advance(TimeSpan.FromHours(23));
        await SettleAsync(1);

        await NewRollup().RunAsync(Token);

        Assert.Equal(new RollupSum { Calls = 3, Input = 300, Output = 30, CostNanoUsd = 360_000 }, Hour);
        Assert.Equal(2, Sum("project:a=20project", "hour-2026010101").Calls);
        Assert.Equal(5, Sum("project:a=20project", "day-20260101").Calls);
        Assert.Equal(1, Sum("project:a=20project", "day-20260102").Calls);
        Assert.Equal(5, Sum("member:a=20project=2Fzoe", "day-20260101").Calls);
        Assert.Equal(5, Sum("model:priced-2026", "day-20260101").Calls);
        Assert.Equal(600_000, Sum("account:main", "day-20260101").CostNanoUsd);
    }

    [Fact]
    public async Task ASecondRun_ChangesNothing()
    {
        await SettleAsync(3);
        await NewRollup().RunAsync(Token);
        var before = Rows();

        await NewRollup().RunAsync(Token);

        Assert.Equal(before, Rows());
    }

    [Fact]
    public async Task WhatIsSettledLater_IsSummedByTheNextRun()
    {
        await SettleAsync(1);
        await NewRollup().RunAsync(Token);
        await SettleAsync(2);
        _bench.Time.Advance(TimeSpan.FromHours(2));
        await NewRollup().RunAsync(Token);

        Assert.Equal((3, 3), (Hour.Calls, Sum("project:a=20project", "day-20260101").Calls));
    }

    [Fact]
    public async Task ARunThatIsOvertaken_DoesNotPutOldSumsOverNewerOnes()
    {
        await SettleAsync(1);
        var reads = 0;
        var held = new TaskCompletionSource();
        var overtaken = new TaskCompletionSource();
        // The first run has read the records of the hour, and waits.
        _bench.Tables.BeforeWrite = async (table, _) =>
        {
            if (table != RollupStore.Table || Interlocked.Increment(ref reads) != 1) return;
            overtaken.SetResult();
            await held.Task;
        };
        var slow = NewRollup().RunAsync(Token);
        await overtaken.Task.WaitAsync(Token);
        await SettleAsync(2);
        await NewRollup().RunAsync(Token);
        held.SetResult();
        await slow;

        Assert.Equal((3, 3), (Hour.Calls, Sum("project:a=20project", "day-20260101").Calls));
    }

    [Fact]
    public async Task ManyRunsAtOnce_ComeToTheSameSums()
    {
        await SettleAsync(20);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => NewRollup().RunAsync(Token), Token)));

        Assert.Equal((20, 20), (Hour.Calls, Sum("project:a=20project", "day-20260101").Calls));
    }

    [Fact]
    public async Task AnEstimateThatIsReplaced_LeavesNothingUnderTheModelThatItNamed()
    {
        var call = _bench.Calls.MakeAnswered();
        await _bench.Records.TryInsertAsync(
            TestRecords.Bare(call.Id) with { Outcome = CallOutcome.Abandoned, Project = "a project", ModelRan = "guessed" }, call.Id);
        await NewRollup().RunAsync(Token);
        Assert.Equal(1, Sum("model:guessed", "hour-2026010100").Calls);

        await _bench.Ledger.Begin(call).Written;
        await _bench.Ledger.SettleAsync(call, null, 200, true);
        await NewRollup().RunAsync(Token);

        Assert.Equal((0, 0), (Sum("model:guessed", "hour-2026010100").Calls, Sum("model:guessed", "day-20260101").Calls));
        Assert.Equal(1, Sum("model:priced-2026", "hour-2026010100").Calls);
    }

    [Fact]
    public async Task HoursThatCanNoLongerChange_AreNotReadAgain_UnlessNoRunWasThereSince()
    {
        await SettleAsync(1);
        await NewRollup().RunAsync(Token);
        _bench.Time.Advance(TimeSpan.FromDays(30));
        await SettleAsync(1);
        await NewRollup().RunAsync(Token);
        Assert.Equal(1, Sum("project:a=20project", "hour-2026013100").Calls);

        var read = new List<string>();
        _bench.Tables.BeforeRead = table =>
        {
            lock (read) read.Add(table);
            return Task.CompletedTask;
        };
        await NewRollup().RunAsync(Token);

        // The hours, and the four shards of the only hour that is left.
        Assert.Equal(1 + CallId.Shards, read.Count(table => table == RecordStore.Table));
    }

    [Fact]
    public async Task AStorageThatFailsInTheMiddle_IsMadeUpForByTheNextRun()
    {
        await SettleAsync(2);
        var writes = 0;
        _bench.Tables.BeforeWrite = (_, _) => Interlocked.Increment(ref writes) > 2
            ? throw new TableStoreException(TableFault.Unavailable, "The test lets it fail.")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<TableStoreException>(() => NewRollup().RunAsync(Token));
        _bench.Tables.BeforeWrite = null;
        await NewRollup().RunAsync(Token);

        Assert.Equal((2, 2), (Hour.Calls, Sum("account:main", "day-20260101").Calls));
    }

    [Fact]
    public async Task WithNothingToSum_NothingIsSummed()
    {
        await NewRollup().RunAsync(Token);

        Assert.Equal("run", Assert.Single(_bench.Tables.Rows(RollupStore.Table)).Key.Partition);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private Rollup NewRollup() => new(_bench.Tables, _bench.Time);

    private async Task SettleAsync(int calls)
    {
        for (var i = 0; i < calls; i++) await _bench.Ledger.SettleAsync(await _bench.BeginAsync(), null, 200, true);
    }

    private RollupSum Sum(string partition, string row) => RollupSum.FromRow(
        _bench.Tables.Rows(RollupStore.Table).Single(stored => stored.Key == new TableKey(partition, row)));

    // All but the mark, and the names, which are written when they are not there.
    private List<(TableKey, string?)> Rows() =>
        [.. _bench.Tables.Rows(RollupStore.Table).Where(row => row.Key.Partition != "run").Select(row => (row.Key, row.ETag))];
}
