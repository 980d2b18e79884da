using Relay.Routing;

namespace Relay.Management;

/// <summary>A model on an account as one instance sees it.</summary>
/// <param name="Model">The provider's name of it.</param>
/// <param name="State">Whether it gets calls there.</param>
/// <param name="Reason">Why it is not closed: a code; null when it is.</param>
/// <param name="Since">Since when; null when it never was in another state.</param>
/// <param name="Until">When it may be tried again; null when it may be now.</param>
/// <param name="Share">The part of its usual calls that it gets, 0 to 1.</param>
/// <param name="ErrorRate">The part of its attempts of the last half minute that failed, 0 to 1.</param>
/// <param name="Headroom">What is left of the provider's own limits, 0 to 1.</param>
/// <param name="TimeToFirstTokenMs">How long a first token takes; null when none came.</param>
internal sealed record AccountModelView(
    string Model, BreakerState State, string? Reason, DateTimeOffset? Since, DateTimeOffset? Until, double Share, double ErrorRate,
    double Headroom, double? TimeToFirstTokenMs);
