using Relay.Ledger;
using Relay.Storage;

namespace Relay.Tests.Ledger;

public sealed class SweepTests : IAsyncLifetime
{
    private readonly LedgerBench _dead = new();
    private readonly LedgerBench _other;

    public SweepTests() => _other = new(_dead.Tables, _dead.Time, seed: 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _other.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _dead.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task ARowThatExpired_IsSettledAsAbandoned_WithItsLastCheckpoint()
    {
        var call = _dead.Calls.Make(stream: true);
        var attempt = TestCalls.Send(call);
        await _dead.Ledger.Begin(call).Written;
        attempt.Answer.Read("""{"choices":[{"delta":{"content":"twelve bytes"}}]}"""u8);
        await _dead.Ledger.CheckpointAsync(Token);
        _dead.Time.Advance(OpenCalls.Lifetime);

        Assert.Equal(1, await _other.NewSweep().RunAsync(Token));
        var record = await _other.Records.GetAsync(call.Id, Token);
        Assert.Equal((CallOutcome.Abandoned, "abandoned", new Usage { Input = 100, Output = 3 }, true, 106_000),
            (record!.Outcome, record.ErrorCode, record.Usage, record.UsageEstimated, record.CostNanoUsd));
        Assert.Empty(_dead.OpenRows);
    }

    [Fact]
    public async Task ARowThatHasNotExpired_Stays()
    {
        await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(0, await _other.NewSweep().RunAsync(Token));
        Assert.Single(_dead.OpenRows);
        Assert.Empty(_dead.RecordRows);
    }

    [Fact]
    public async Task AtTheStart_EveryRowOfAnotherProcessIsSettled_AndNoneOfThisOne()
    {
        var dead = await _dead.BeginAsync();
        var mine = await _other.BeginAsync();
        Assert.Equal(1, await _other.NewSweep().RunAtStartAsync(Token));
        Assert.Equal(mine.Id.ToString(), Assert.Single(_dead.OpenRows).Key.Row);
        Assert.NotNull(await _other.Records.GetAsync(dead.Id, Token));
    }

    [Fact]
    public async Task ASecondSweep_ChangesNothing()
    {
        await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime);
        Assert.Equal(1, await _other.NewSweep().RunAsync(Token));
        var etag = _dead.RecordRows[0].ETag;
        Assert.Equal(0, await _other.NewSweep().RunAsync(Token));
        Assert.Equal(etag, Assert.Single(_dead.RecordRows).ETag);
    }

    [Fact]
    public async Task TwoSweepsAtOnce_SettleEachCallOnce()
    {
        for (var i = 0; i < 20; i++) await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime);
        // Both have read the rows before either writes.
        var both = new TaskCompletionSource();
        var waiting = 0;
        _dead.Tables.BeforeWrite = (_, _) =>
        {
            if (Interlocked.Increment(ref waiting) == 2) both.SetResult();
            return both.Task;
        };
        var settled = await Task.WhenAll(_other.NewSweep().RunAsync(Token), _dead.NewSweep().RunAsync(Token));
        Assert.Equal(20, settled.Sum());
        Assert.Equal(20, _dead.RecordRows.Count);
        Assert.Empty(_dead.OpenRows);
    }

    [Fact]
    public async Task ACallThatWasSettledBeforeItsRowWent_KeepsItsRecord()
    {
        var call = await _dead.BeginAsync();
        await _dead.Ledger.SettleAsync(call, null, 200, true);
        _dead.Time.Advance(OpenCalls.Lifetime);
        Assert.Equal(0, await _other.NewSweep().RunAsync(Token));
        Assert.Empty(_dead.OpenRows);
        Assert.Equal(CallOutcome.Completed, (await _other.Records.GetAsync(call.Id, Token))!.Outcome);
    }

    [Fact]
    public async Task ACallThatLivesAfterAll_KeepsItsNewRow_AndItsTrueRecordWins()
    {
        var call = await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime);
        var done = false;
        _dead.Tables.BeforeWrite = async (table, _) =>
        {
            if (table != RecordStore.Table || done) return;
            done = true;
            await _dead.Ledger.CheckpointAsync(Token);
        };
        Assert.Equal(1, await _other.NewSweep().RunAsync(Token));
        Assert.Single(_dead.OpenRows);

        await _dead.StartAsync();
        await _dead.Ledger.SettleAsync(call, null, 200, true);
        await _dead.StopAsync();
        Assert.Equal(CallOutcome.Completed, (await _other.Records.GetAsync(call.Id, Token))!.Outcome);
        Assert.Empty(_dead.OpenRows);
    }

    [Fact]
    public async Task AStorageThatFailsInTheMiddle_LosesNothing()
    {
        for (var i = 0; i < 5; i++) await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime);
        var writes = 0;
        _dead.Tables.BeforeWrite = (_, _) => ++writes == 5
            ? throw new TableStoreException(TableFault.Unavailable, "The test lets it fail.")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<TableStoreException>(() => _other.NewSweep().RunAsync(Token));
        await _other.NewSweep().RunAsync(Token);
        Assert.Equal(5, _dead.RecordRows.Count);
        Assert.Empty(_dead.OpenRows);
    }

    [Fact]
    public async Task ShortPages_AreReadOn()
    {
        for (var i = 0; i < 7; i++) await _dead.BeginAsync();
        _dead.Time.Advance(OpenCalls.Lifetime);
        _dead.Tables.PageSize = 2;
        Assert.Equal(7, await _other.NewSweep().RunAsync(Token));
    }
}
