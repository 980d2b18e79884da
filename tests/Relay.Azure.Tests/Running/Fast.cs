namespace Relay.Azure.Tests.Running;

/// <summary>A clock whose timers are due at once, for tests that count tries and do not ask when they are.</summary>
internal sealed class Fast : TimeProvider
{
    public static Fast Time { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, TimeSpan.Zero, period);
}
