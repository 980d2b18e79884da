using Microsoft.Extensions.Logging.Abstractions;
using Relay.Ledger;
using Relay.Storage;

namespace Relay.Tests.Ledger;

public sealed class CheckpointTests : IAsyncLifetime
{
    private readonly LedgerBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task ACheckpoint_WritesHowFarACallIs_AndThatItLives()
    {
        var call = _bench.Calls.Make(stream: true);
        var attempt = TestCalls.Send(call);
        await _bench.Ledger.Begin(call).Written;
        _bench.Time.Advance(TimeSpan.FromSeconds(15));
        attempt.Answer.Read("""{"choices":[{"delta":{"content":"twelve bytes"}}]}"""u8);
        await _bench.Ledger.CheckpointAsync(Token);
        var row = Assert.Single(_bench.OpenRows);
        Assert.Equal(_bench.Start + TimeSpan.FromSeconds(75), row.Time("expires"));
        Assert.Equal((3, 106_000), (RecordRow.FromRow(row).Usage!.Value.Output, RecordRow.FromRow(row).CostNanoUsd));
    }

    [Fact(Timeout = 60_000)]
    public async Task MoreCallsThanABatchHolds_AreAllWritten()
    {
        for (var i = 0; i < 250; i++) await _bench.BeginAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(15));
        await _bench.Ledger.CheckpointAsync(Token);
        Assert.Equal(250, _bench.OpenRows.Count);
        Assert.All(_bench.OpenRows, row => Assert.Equal(_bench.Start + TimeSpan.FromSeconds(75), row.Time("expires")));
    }

    [Fact(Timeout = 60_000)]
    public async Task WithNothingOpen_NothingIsWritten()
    {
        _bench.Tables.Fault = TableFault.Unavailable;
        await _bench.Ledger.CheckpointAsync(Token);
        Assert.Empty(_bench.OpenRows);
    }

    [Fact(Timeout = 60_000)]
    public async Task ACheckpointThatRacesASettle_LeavesNoRowBehind()
    {
        var call = await _bench.BeginAsync();
        var (reached, go) = HoldCheckpoint();
        var checkpoint = _bench.Ledger.CheckpointAsync(Token);
        await reached;
        await _bench.Ledger.SettleAsync(call, null, 200, true);
        // The row is taken away before the checkpoint writes it again.
        await Poll.UntilAsync(() => _bench.OpenRows.Count == 0);
        go.SetResult();
        await checkpoint;
        await _bench.StopAsync();
        Assert.Empty(_bench.OpenRows);
        Assert.Single(_bench.RecordRows);
    }

    [Fact(Timeout = 60_000)]
    public async Task ACheckpointThatRacesASettle_DoesNotTakeTheRowBeforeTheRecordIsDurable()
    {
        var call = await _bench.BeginAsync();
        var (reached, go) = HoldCheckpoint();
        var checkpoint = _bench.Ledger.CheckpointAsync(Token);
        await reached;

        _bench.FailRecords(int.MaxValue);
        var settling = _bench.Ledger.SettleAsync(call, null, 200, true).AsTask();
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
        go.SetResult();
        await checkpoint;
        // The process dies here: nothing else of it is written but what was to be taken away.
        await _bench.StopAsync();
        Assert.Empty(_bench.RecordRows);
        Assert.Single(_bench.OpenRows);

        _bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(500));
        await settling;
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallWhoseFirstRowIsNotThereYet_IsNotCheckpointed()
    {
        var hold = new TaskCompletionSource();
        _bench.Tables.BeforeWrite = (_, _) => hold.Task;
        var call = _bench.Calls.MakeAnswered();
        var line = _bench.Ledger.Begin(call);
        _bench.Tables.BeforeWrite = (_, _) => throw new InvalidOperationException("Nothing is to be written.");
        await _bench.Ledger.CheckpointAsync(Token);
        hold.SetResult();
        await line.Written;
    }

    [Fact(Timeout = 60_000)]
    public async Task EveryFifteenSeconds_ItIsWritten_AlsoAfterAStorageThatFailed()
    {
        await _bench.BeginAsync();
        using var checkpoints = new Checkpoints(_bench.Ledger, _bench.Time, NullLogger<Checkpoints>.Instance);
        await checkpoints.StartAsync(Token);
        await _bench.Time.WaitForTimerAsync(Checkpoints.Interval);

        await TickAsync(TableFault.Unavailable);
        Assert.Equal(_bench.Start + OpenCalls.Lifetime, _bench.OpenRows[0].Time("expires"));
        await TickAsync(null);
        await Poll.UntilAsync(() => _bench.OpenRows[0].Time("expires") == _bench.Start + TimeSpan.FromSeconds(30) + OpenCalls.Lifetime);
        await checkpoints.StopAsync(Token);

        async Task TickAsync(TableFault? fault)
        {
            var wrote = new TaskCompletionSource();
            _bench.Tables.Fault = fault;
            _bench.Tables.BeforeWrite = (_, _) =>
            {
                wrote.TrySetResult();
                return Task.CompletedTask;
            };
            _bench.Time.Advance(Checkpoints.Interval);
            await wrote.Task.WaitAsync(Token);
        }
    }

    // The next write to the table of open calls waits; the ones after it do not.
    private (Task Reached, TaskCompletionSource Go) HoldCheckpoint()
    {
        var reached = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _bench.Tables.BeforeWrite = (table, _) =>
        {
            if (table != OpenCalls.Table) return Task.CompletedTask;
            _bench.Tables.BeforeWrite = null;
            reached.SetResult();
            return go.Task;
        };
        return (reached.Task, go);
    }
}
