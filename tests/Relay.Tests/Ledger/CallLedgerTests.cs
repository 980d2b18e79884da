using Relay.Failures;
using Relay.Ledger;
using Relay.Storage;

namespace Relay.Tests.Ledger;

public sealed class CallLedgerTests : IAsyncLifetime
{
    private readonly LedgerBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task ACallThatBegins_HasARow_OfThisInstance_ForAMinute()
    {
        var call = _bench.Calls.MakeAnswered();
        await _bench.Ledger.Begin(call).Written;
        var row = Assert.Single(_bench.OpenRows);
        Assert.Equal(new TableKey($"shard-{call.Id.Shard}", call.Id.ToString()), row.Key);
        Assert.Equal((_bench.Calls.Ids.Instance, _bench.Time.GetUtcNow() + TimeSpan.FromMinutes(1)), (row.Text("instance"), row.Time("expires")));
        Assert.Equal(CallOutcome.Open, (await _bench.Open.GetAsync(call.Id, Token))!.Outcome);
        Assert.Equal(1, _bench.Ledger.InFlight);
    }

    [Fact]
    public async Task ASettledCall_HasItsRecordBeforeItsRowGoes()
    {
        var call = await _bench.BeginAsync();
        _bench.Tables.BeforeWrite = (table, _) =>
        {
            if (table == OpenCalls.Table) Assert.Single(_bench.RecordRows);
            else Assert.Single(_bench.OpenRows);
            return Task.CompletedTask;
        };
        await _bench.Ledger.SettleAsync(call, null, 200, true);
        Assert.Equal(CallOutcome.Completed, (await _bench.Records.GetAsync(call.Id, Token))!.Outcome);
        await _bench.StopAsync();
        Assert.Empty(_bench.OpenRows);
        Assert.Equal(0, _bench.Ledger.InFlight);
    }

    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(2, 0.55)]
    public async Task AStorageThatFailsForAWhile_DelaysTheRecord_AndLosesNothing(int failures, double seconds)
    {
        var call = await _bench.BeginAsync();
        _bench.FailRecords(failures);
        var settling = _bench.Ledger.SettleAsync(call, null, 200, true).AsTask();
        for (var i = 0; i < failures; i++)
        {
            await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
            Assert.False(settling.IsCompleted);
            _bench.Time.Advance(TimeSpan.FromMilliseconds(i == 0 ? 50 : 500));
        }

        await settling;
        Assert.Equal(seconds, (_bench.Time.GetUtcNow() - _bench.Start).TotalSeconds);
        await _bench.StopAsync();
        Assert.NotNull(await _bench.Records.GetAsync(call.Id, Token));
        Assert.Empty(_bench.OpenRows);
    }

    [Fact]
    public async Task AStorageThatFailsForGood_LeavesTheRowToTheSweep()
    {
        var call = await _bench.BeginAsync();
        _bench.FailRecords(int.MaxValue);
        var settling = _bench.Ledger.SettleAsync(call, null, 200, true).AsTask();
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(500));
        await settling;

        await _bench.StopAsync();
        Assert.Single(_bench.OpenRows);
        _bench.Tables.BeforeWrite = null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _bench.NewSweep().RunAsync(Token));
        Assert.Equal(CallOutcome.Abandoned, (await _bench.Records.GetAsync(call.Id, Token))!.Outcome);
    }

    [Fact]
    public async Task ARecordWhoseAnswerWasLost_IsWrittenOnce()
    {
        var call = await _bench.BeginAsync();
        _bench.Tables.AfterWrite = (table, _) =>
        {
            if (table != RecordStore.Table) return Task.CompletedTask;
            _bench.Tables.AfterWrite = null;
            throw new TableStoreException(TableFault.Unavailable, "The answer is lost.");
        };
        var settling = _bench.Ledger.SettleAsync(call, null, 200, true).AsTask();
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        await settling;
        Assert.Single(_bench.RecordRows);
    }

    [Fact]
    public async Task ARowThatComesLate_DoesNotOutliveItsCall()
    {
        var hold = new TaskCompletionSource();
        _bench.Tables.BeforeWrite = (table, _) => table == OpenCalls.Table ? hold.Task : Task.CompletedTask;
        var call = _bench.Calls.MakeAnswered();
        _bench.Ledger.Begin(call);
        var settling = _bench.Ledger.SettleAsync(call, null, 200, true).AsTask();
        Assert.False(settling.IsCompleted);
        _bench.Tables.BeforeWrite = null;
        hold.SetResult();
        await settling;
        await _bench.StopAsync();
        Assert.Empty(_bench.OpenRows);
    }

    [Fact]
    public async Task ACallWhoseRowCouldNotBeWritten_IsSettledAllTheSame()
    {
        _bench.Tables.Fault = TableFault.Unavailable;
        var call = _bench.Calls.MakeAnswered();
        var line = _bench.Ledger.Begin(call);
        await Assert.ThrowsAsync<TableStoreException>(() => line.Written);
        _bench.Tables.Fault = null;
        await _bench.Ledger.SettleAsync(call, new(FailureStage.Ledger, FailureSide.Relay, 503, "storage_unavailable", ""), 503, false);
        Assert.Equal(CallOutcome.Failed, (await _bench.Records.GetAsync(call.Id, Token))!.Outcome);
    }

    [Fact]
    public async Task ALateSettle_ReplacesAnAbandonedEstimate()
    {
        var call = await _bench.BeginAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _bench.NewSweep().RunAsync(Token));
        await _bench.Ledger.SettleAsync(call, null, 200, true);
        var record = await _bench.Records.GetAsync(call.Id, Token);
        Assert.Equal((CallOutcome.Completed, null, false), (record!.Outcome, record.ErrorCode, record.UsageEstimated));
        Assert.Single(_bench.RecordRows);
    }

    [Fact]
    public async Task ALateSettle_ReplacesNothingElse()
    {
        var call = await _bench.BeginAsync();
        await _bench.Ledger.SettleAsync(call, null, 200, true);
        var before = _bench.RecordRows[0].ETag;
        await _bench.Ledger.SettleAsync(call, new(FailureStage.Forwarding, FailureSide.Provider, 502, "late", ""), 502, false);
        Assert.Equal(before, Assert.Single(_bench.RecordRows).ETag);
    }
}
