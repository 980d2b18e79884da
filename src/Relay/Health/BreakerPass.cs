namespace Relay.Health;

/// <summary>What an attempt was let through with, so that what it says later is understood as of then.</summary>
/// <param name="Epoch">The breaker's state, counted; what is said of an earlier one changes nothing.</param>
/// <param name="IsProbe">Whether it decides if the breaker closes.</param>
internal readonly record struct BreakerPass(long Epoch, bool IsProbe);
