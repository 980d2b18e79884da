
namespace Relay.Local.Tests.Hosting;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];
    private readonly DateTimeOffset _start;

    public ManualTimeProviderTests() => _start = _time.GetUtcNow();

    [Fact]
    public void TimeStandsStill_UntilItIsMoved_ClockAndTimestampAlike()
    {
        var timestamp = _time.GetTimestamp();
        Assert.Equal(_start, _time.GetUtcNow());

        _time.Advance(2.5 * Second);

        Assert.Equal(_start + 2.5 * Second, _time.GetUtcNow());
        Assert.Equal(2.5 * Second, _time.GetElapsedTime(timestamp));
    }

    [Fact]
    public void TimersFireInOrder_EachAtItsOwnTime_AndOnce()
    {
        using var late = Create("late", 3 * Second);
        using var early = Create("early", Second);
        using var never = Create("never", Timeout.InfiniteTimeSpan);

        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _time.Advance(10 * Second);

        Assert.Equal([("early", Second), ("late", 3 * Second)], _fired);
    }

    [Fact]
    public void ATimerWithAPeriod_FiresAtEach()
    {
        using var timer = Create("tick", Second, 2 * Second);

        _time.Advance(6 * Second);

        Assert.Equal([("tick", Second), ("tick", 3 * Second), ("tick", 5 * Second)], _fired);
    }

    [Fact]
    public void ATimerThatIsChanged_FiresAtItsNewTimeOnly_AndOneDisposedNotAtAll()
    {
        using var changed = Create("changed", Second);
        var disposed = Create("disposed", Second);

        Assert.True(changed.Change(2 * Second, Timeout.InfiniteTimeSpan));
        disposed.Dispose();
        Assert.False(disposed.Change(Second, Second));
        _time.Advance(5 * Second);

        Assert.Equal([("changed", 2 * Second)], _fired);
    }

    [Fact]
    public void ATimerThatATimerArms_FiresInTheSameMove()
    {
        ITimer? second = null;
        using var first = _time.CreateTimer(
            _ => second = Create("second", Second), null, Second, Timeout.InfiniteTimeSpan);

        _time.Advance(2 * Second);

        Assert.Equal([("second", 2 * Second)], _fired);
        second?.Dispose();
    }

    [Fact]
    public async Task ADelayOfZero_FiresWithoutAMove()
    {
        var fired = new TaskCompletionSource();
        await using var timer = _time.CreateTimer(
            _ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(20 * Second, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ADelay_EndsWhenItsTimeHasCome_AndCanBeWaitedFor()
    {
        var asleep = _time.WaitForTimerAsync(within: Second);
        using var later = Create("later", 2 * Second);
        Assert.False(asleep.IsCompleted);

        var delay = Task.Delay(Second, _time, TestContext.Current.CancellationToken);
        await asleep.WaitAsync(20 * Second, TestContext.Current.CancellationToken);
        Assert.False(delay.IsCompleted);
        _time.Advance(Second);

        await delay.WaitAsync(20 * Second, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void ManyThreads_MoveTheSameClock_AndFireEachTimerOnce()
    {
        var count = 0;
        var timers = Enumerable.Range(1, 1000).Select(i => _time.CreateTimer(
            _ => Interlocked.Increment(ref count), null, i * Second, Timeout.InfiniteTimeSpan)).ToList();

        Parallel.For(0, 100, _ => _time.Advance(10 * Second));
        _time.Advance(1000 * Second);

        Assert.Equal(1000, count);
        timers.ForEach(timer => timer.Dispose());
    }

    [Fact]
    public void WhatSystemTimersRefuse_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(-Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create("x", -Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create("x", TimeSpan.FromDays(60)));
    }

    private ITimer Create(string name, TimeSpan due, TimeSpan? period = null) => _time.CreateTimer(
        _ => _fired.Add((name, _time.GetUtcNow() - _start)), null, due, period ?? Timeout.InfiniteTimeSpan);
}
