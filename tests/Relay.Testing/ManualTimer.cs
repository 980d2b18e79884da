namespace Relay.Testing;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>, whose lock guards all that it holds.</summary>
internal sealed class ManualTimer(ManualTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    // A timer captures the caller's context, as System.Threading.Timer does.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => provider.Arm(this, dueTime, period);

    public void Fire()
    {
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, _ => callback(state), null);
    }

    public void Dispose() => provider.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
