using Relay.Routing;

namespace Relay.Gate;

/// <summary>A credential that Relay issued. Immutable; its secret is known only by its hash.</summary>
internal sealed record Key
{
    /// <summary>The public part of the key, by which it is found: 12 characters.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public KeyRole Role { get; init; }

    /// <summary>The SHA-256 of its secret.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>The project that its calls are counted to.</summary>
    public required string Project { get; init; }

    /// <summary>The member of the project that it was given to; null for none.</summary>
    public string? Member { get; init; }

    /// <summary>Patterns of the models that it may use; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How many of its calls may run at once, for each instance of the relay; null for no limit.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it no longer works; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it is switched off.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whether it may use a model.</summary>
    public bool Allows(string model) => Models.Count == 0 || NamePattern.MatchesAny(Models, model);
}
