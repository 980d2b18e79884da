namespace Relay.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Wall clock, timestamps and timers go together, and the
/// timers that fall due while it moves fire in order, each at its own time.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(int Count, TimeSpan Within, TaskCompletionSource Armed)> _waiters = [];
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;

    /// <summary>Stops the clock at a time.</summary>
    public ManualTimeProvider(DateTimeOffset start) => _start = _now = start.ToUniversalTime();

    /// <summary>Stops the clock at midnight of 1 January 2026, UTC.</summary>
    public ManualTimeProvider() : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, firing on this thread every timer that falls due on the way.</summary>
    /// <param name="by">How far; never back.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end;
        lock (_lock)
            end = _now + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();
    }

    /// <summary>Waits until a timer is armed that falls due soon: the code under test has gone to sleep.</summary>
    /// <param name="within">How soon, from where the clock stands.</param>
    public Task WaitForTimerAsync(TimeSpan within) => WaitForTimersAsync(1, within);

    /// <summary>Waits until so many timers are armed that fall due soon.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="within">How soon, from where the clock stands.</param>
    public Task WaitForTimersAsync(int count, TimeSpan within)
    {
        lock (_lock)
        {
            if (CountWithin_NeedsLock(within) >= count)
                return Task.CompletedTask;
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, within, armed));
            return armed.Task;
        }
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        CheckInterval(dueTime, nameof(dueTime));
        CheckInterval(period, nameof(period));
        var immediate = dueTime == TimeSpan.Zero;
        lock (_lock)
        {
            if (timer.IsDisposed)
                return false;
            _armed.Remove(timer);
            timer.Period = period;
            if (!immediate && dueTime != Timeout.InfiniteTimeSpan)
                Arm_NeedsLock(timer, _now + dueTime);
            else if (immediate)
                ArmNextPeriod_NeedsLock(timer);
        }
        if (immediate)
            ThreadPool.QueueUserWorkItem(static due => due.Fire(), timer, preferLocal: false);
        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var due = _armed.MinBy(timer => timer.Due);
            if (due is null || due.Due > end)
            {
                // Two threads may move the clock at once: it goes to the later end, never back.
                _now = _now > end ? _now : end;
                return null;
            }
            _now = _now > due.Due ? _now : due.Due;
            _armed.Remove(due);
            ArmNextPeriod_NeedsLock(due);
            return due;
        }
    }

    private void ArmNextPeriod_NeedsLock(ManualTimer timer)
    {
        if (timer.Period != Timeout.InfiniteTimeSpan && timer.Period != TimeSpan.Zero)
            Arm_NeedsLock(timer, _now + timer.Period);
    }

    private void Arm_NeedsLock(ManualTimer timer, DateTimeOffset due)
    {
        timer.Due = due;
        _armed.Add(timer);
        _waiters.RemoveAll(waiter => CountWithin_NeedsLock(waiter.Within) >= waiter.Count && waiter.Armed.TrySetResult());
    }

    private int CountWithin_NeedsLock(TimeSpan within) => _armed.Count(timer => timer.Due - _now <= within);

    private static void CheckInterval(TimeSpan interval, string name)
    {
        // What System.Threading.Timer takes: milliseconds up to uint.MaxValue - 1, or -1 for never.
        if (interval != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(interval.TotalMilliseconds, uint.MaxValue - 1, name);
        }
    }
}
