namespace Relay.Local.Tests.Running;

/// <summary>The machine's clock, set ahead by as much as a test wants. Timers run as they do.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    /// <summary>Sets it further ahead.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
