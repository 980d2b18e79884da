namespace Relay.Routing;

/// <summary>What is known of a target at the moment when a call is planned.</summary>
internal readonly record struct TargetHealth
{
    /// <summary>Nothing is known: it is taken for healthy.</summary>
    public static readonly TargetHealth Unknown = new() { Share = 1, Headroom = 1 };

    /// <summary>Whether calls may be sent to it.</summary>
    public BreakerState State { get; init; }

    /// <summary>How much of its usual part of the calls it may get, 0 to 1: less than 1 while it comes back.</summary>
    public double Share { get; init; }

    /// <summary>The part of its recent attempts that failed through its own fault, 0 to 1.</summary>
    public double ErrorRate { get; init; }

    /// <summary>How long its first token takes, as its recent attempts did; null when none is known.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>What is left of the provider's own limits, 0 (nothing) to 1 (all, or not said).</summary>
    public double Headroom { get; init; }

    /// <summary>Attempts of this instance that run there now.</summary>
    public int InFlight { get; init; }

    /// <summary>Why it is not closed, as a code of a failure; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>When it may be tried again; null when that is not known or it may be now.</summary>
    public DateTimeOffset? Until { get; init; }
}
