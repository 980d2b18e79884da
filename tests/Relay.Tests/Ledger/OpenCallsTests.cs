using Relay.Storage;

namespace Relay.Tests.Ledger;

public sealed class OpenCallsTests : IAsyncLifetime
{
    private readonly LedgerBench _bench = new();

    // Started by each test, so that what is to be removed can pile up before.
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task RowsAreTakenAway_ABatchAtATime()
    {
        var calls = new List<CallId>();
        for (var i = 0; i < 250; i++) calls.Add((await _bench.BeginAsync()).Id);
        var batches = new List<int>();
        _bench.Tables.BeforeWrite = (_, writes) =>
        {
            batches.Add(writes.Count);
            return Task.CompletedTask;
        };
        // The same one twice is one row.
        _bench.Open.Remove(calls[0]);
        calls.ForEach(_bench.Open.Remove);
        await _bench.StartAsync();
        await _bench.StopAsync();
        Assert.Empty(_bench.OpenRows);
        Assert.Equal([100, 100, 50], batches);
    }

    [Fact]
    public async Task RowsThatAreGoneAlready_DoNotKeepTheOthers()
    {
        var calls = new List<CallId>();
        for (var i = 0; i < 10; i++) calls.Add((await _bench.BeginAsync()).Id);
        for (var i = 0; i < 5; i++) calls.Insert(i * 3, _bench.Calls.Ids.NewCallId());
        calls.ForEach(_bench.Open.Remove);
        await _bench.StartAsync();
        await _bench.StopAsync();
        Assert.Empty(_bench.OpenRows);
    }

    [Fact]
    public async Task AStorageThatFails_LeavesRowsToTheSweep_AndTheNextAreTakenAway()
    {
        var left = (await _bench.BeginAsync()).Id;
        var next = (await _bench.BeginAsync()).Id;
        var failed = new TaskCompletionSource();
        _bench.Tables.BeforeWrite = (_, _) =>
        {
            _bench.Tables.BeforeWrite = null;
            failed.SetResult();
            throw new TableStoreException(TableFault.Throttled, "The test lets it fail.");
        };
        await _bench.StartAsync();
        _bench.Open.Remove(left);
        await failed.Task;
        _bench.Open.Remove(next);
        await _bench.StopAsync();
        Assert.Equal(left.ToString(), Assert.Single(_bench.OpenRows).Key.Row);
    }

    [Fact]
    public async Task WhatComesAfterTheStop_IsLeftToTheSweep()
    {
        await _bench.StartAsync();
        var call = await _bench.BeginAsync();
        await _bench.StopAsync();
        _bench.Open.Remove(call.Id);
        Assert.Single(_bench.OpenRows);
    }
}
