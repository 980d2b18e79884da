using Relay.Routing;

namespace Relay.Management;

/// <summary>An account as one instance sees it.</summary>
internal sealed record AccountView
{
    /// <summary>The account's id.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's id.</summary>
    public required string Provider { get; init; }

    /// <summary>Whether it gets calls.</summary>
    public required BreakerState State { get; init; }

    /// <summary>Why it is not closed: a code; null when it is.</summary>
    public required string? Reason { get; init; }

    /// <summary>Since when it is in this state; null when it never was in another.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>When it may be tried again; null when it may be now.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>The part of its usual calls that it gets, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The code of its last failure; null when there was none.</summary>
    public required string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Its secrets and tokens that cannot be had, without which it serves no call.</summary>
    public required IReadOnlyList<CredentialFault> CredentialFaults { get; init; }

    /// <summary>Attempts that run there.</summary>
    public required int InFlight { get; init; }

    /// <summary>Attempts that wait for one of these to end.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many may run; null for any number.</summary>
    public required int? MaxConcurrency { get; init; }

    /// <summary>Its models that were used lately.</summary>
    public required IReadOnlyList<AccountModelView> Models { get; init; }
}
