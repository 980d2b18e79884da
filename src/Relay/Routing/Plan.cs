using Relay.Failures;

namespace Relay.Routing;

/// <summary>The ordered targets that a call may be tried at, and why in that order.</summary>
/// <param name="Targets">Best first; none when there is a refusal.</param>
internal sealed record Plan(IReadOnlyList<Target> Targets)
{
    /// <summary>What was known of the call.</summary>
    public required RoutingInput Input { get; init; }

    /// <summary>What the model's name stands for; null when it stands for nothing.</summary>
    public Route? Route { get; init; }

    /// <summary>Whose turn it was, when targets take turns.</summary>
    public int Turn { get; init; }

    /// <summary>The version of the config that it was made with.</summary>
    public long ConfigVersion { get; init; }

    /// <summary>The targets with the numbers that decided, in the same order.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>
    /// Where the call goes instead when it is too long for all of these, as <see cref="Candidates"/>; none while nobody asked, or when
    /// the config names no larger model.
    /// </summary>
    public IReadOnlyList<Candidate> Larger { get; init; } = [];

    /// <summary>What was left out.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; init; } = [];

    /// <summary>Why there is no target; null when there is one.</summary>
    public Failure? Refusal { get; init; }
}
