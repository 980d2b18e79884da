using Relay.Routing;

namespace Relay.Health;

/// <summary>What a <see cref="Breaker"/> shows at a moment.</summary>
/// <param name="State">Whether calls are let through.</param>
/// <param name="Share">The part of its usual calls that it should get, above 0 and up to 1.</param>
/// <param name="ErrorRate">The part of the attempts in the window that failed, 0 to 1; fewer than <see cref="BreakerSettings.FewestForRate"/> count as so many.</param>
/// <param name="Reason">The code of the failure that opened it; null when it is closed.</param>
/// <param name="Since">When it came into this state; null when it never left the first.</param>
/// <param name="Until">When it lets the next call through; null when it does now.</param>
internal readonly record struct BreakerView(
    BreakerState State, double Share, double ErrorRate, string? Reason, DateTimeOffset? Since, DateTimeOffset? Until);
