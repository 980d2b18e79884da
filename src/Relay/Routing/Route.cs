using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Routing.Config;

namespace Relay.Routing;

/// <summary>What a model's name stands for.</summary>
/// <param name="Model">The name that callers ask for.</param>
/// <param name="Targets">Where it may be sent, in the order of the config; at least one.</param>
internal sealed record Route(string Model, IReadOnlyList<Target> Targets)
{
    private int _turn;

    /// <summary>How the name was understood; of a variant, how the name before the colon was.</summary>
    public NameKind NamedBy { get; init; }

    /// <summary>What orders the targets of a tier.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>The models that stand in when no target of its own is left; their own fallbacks do not.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>The models that stand in when a conversation is too long for it.</summary>
    public IReadOnlyList<string> ContextFallbacks { get; init; } = [];

    /// <summary>The accounts that it may be sent to.</summary>
    public Constraint Constraint { get; init; } = Constraint.None;

    /// <summary>How long is waited for it; null for what the document says for all.</summary>
    public TimeoutConfig? Timeouts { get; init; }

    /// <summary>Whether, and how often, a second target is asked as well when the first is slow; null for never.</summary>
    public HedgeConfig? Hedge { get; init; }

    /// <summary>Whether another target goes on with the text of a stream that broke.</summary>
    public bool Continues { get; init; }

    /// <summary>How many calls took their turn in this process.</summary>
    public int Turn => Volatile.Read(ref _turn);

    /// <summary>Takes a turn.</summary>
    /// <returns>Which one it is, from 0; it begins anew after two thousand million.</returns>
    public int NextTurn() => (Interlocked.Increment(ref _turn) - 1) & int.MaxValue;

    /// <summary>The targets that can serve callers of a dialect, or an operation of theirs, in the same order; may be none.</summary>
    public IReadOnlyList<Target> TargetsIn(Dialect dialect, Operation? operation = null) =>
        Targets.All(target => target.Account.EndpointFor(dialect, operation) is not null)
            ? Targets
            : [.. Targets.Where(target => target.Account.EndpointFor(dialect, operation) is not null)];
}
