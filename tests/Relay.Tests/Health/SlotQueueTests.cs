using Relay.Health;

namespace Relay.Tests.Health;

public sealed class SlotQueueTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly SlotQueue _slots = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void NoMoreRun_ThanMay()
    {
        var first = _slots.TryTake(2, Now, Lifetime);
        Assert.NotNull(_slots.TryTake(2, Now, Lifetime));
        Assert.Null(_slots.TryTake(2, Now, Lifetime));

        _slots.Return(first!.Value, TimeSpan.Zero, Now);
        _slots.Return(first.Value, TimeSpan.Zero, Now);

        Assert.Equal(1, _slots.InFlight(Now));
        Assert.NotNull(_slots.TryTake(2, Now, Lifetime));
    }

    [Fact]
    public void ASlotThatIsNeverGivenBack_Expires()
    {
        Assert.NotNull(_slots.TryTake(1, Now, Lifetime));
        _time.Advance(Lifetime);

        Assert.Equal(0, _slots.InFlight(Now));
        Assert.NotNull(_slots.TryTake(1, Now, Lifetime));
    }

    [Fact(Timeout = 20_000)]
    public async Task WhoWaits_IsServed_TheKeysInTurn()
    {
        var slot = _slots.TryTake(1, Now, Lifetime);
        var served = new List<string>();
        var waiting = new List<Task<long?>>();
        foreach (var key in (string[])["a", "a", "a", "b"]) waiting.Add(WaitAsync(key));
        Assert.Null(_slots.TryTake(1, Now, Lifetime));

        while (served.Count < 4)
        {
            _slots.Return(slot!.Value, TimeSpan.FromSeconds(1), Now);
            var done = await Task.WhenAny(waiting);
            slot = await done;
            served.Add(waiting.IndexOf(done) is var index ? $"{index}" : "");
            waiting[index] = new TaskCompletionSource<long?>().Task;
        }

        Assert.Equal(["0", "3", "1", "2"], served);
        Assert.Equal(0, _slots.Waiting);
    }

    [Fact(Timeout = 20_000)]
    public async Task WhoWaitsTooLong_GetsNone_AndNoSlotIsLost()
    {
        var slot = _slots.TryTake(1, Now, Lifetime);
        var waiting = WaitAsync("a");
        _time.Advance(Patience);

        Assert.Null(await waiting);
        Assert.Equal(0, _slots.Waiting);
        _slots.Return(slot!.Value, TimeSpan.Zero, Now);
        Assert.Equal(0, _slots.InFlight(Now));
    }

    [Fact(Timeout = 20_000)]
    public async Task ACallerThatLeavesTheQueue_LeavesNothingBehind()
    {
        var slot = _slots.TryTake(1, Now, Lifetime);
        using var leave = new CancellationTokenSource();
        var waiting = _slots.WaitAsync("a", 1, Lifetime, Patience, _time, leave.Token).AsTask();
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _slots.Return(slot!.Value, TimeSpan.Zero, Now);
        Assert.Equal((0, 0), (_slots.Waiting, _slots.InFlight(Now)));
    }

    [Fact(Timeout = 20_000)]
    public async Task TheQueueIsBounded_ForAKey()
    {
        Assert.NotNull(_slots.TryTake(1, Now, Lifetime));
        var waiting = Enumerable.Range(0, SlotQueue.MostWaitingOfKey).Select(_ => WaitAsync("a")).ToList();

        Assert.Null(await WaitAsync("a"));
        Assert.False(WaitAsync("b").IsCompleted);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        Assert.InRange(_slots.RetryAfter(1), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        _time.Advance(Patience);
        await Task.WhenAll(waiting);
    }

    [Fact(Timeout = 20_000)]
    public async Task ManyAtOnce_LeaveNoSlotBehind()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), async (i, cancellationToken) =>
        {
            using var leave = new CancellationTokenSource();
            if (i % 3 == 0) await leave.CancelAsync();
            try
            {
                if (await _slots.WaitAsync($"k{i % 5}", 3, Lifetime, Patience, _time, leave.Token) is not { } slot) return;
                Assert.InRange(_slots.InFlight(Now), 1, 3);
                await Task.Yield();
                _slots.Return(slot, TimeSpan.FromMilliseconds(1), Now);
            }
            catch (OperationCanceledException)
            {
                // It left.
            }
        });

        Assert.Equal((0, 0), (_slots.Waiting, _slots.InFlight(Now)));
    }

    private Task<long?> WaitAsync(string key) =>
        _slots.WaitAsync(key, 1, Lifetime, Patience, _time, TestContext.Current.CancellationToken).AsTask();
}
