using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Routing;

/// <summary>What a model's name stands for.</summary>
/// <param name="Model">The name that callers ask for.</param>
/// <param name="Targets">Where it may be sent, in the order of the config; at least one.</param>
internal sealed record Route(string Model, IReadOnlyList<Target> Targets)
{
    /// <summary>The targets that can serve callers of a dialect, or an operation of theirs, in the same order; may be none.</summary>
    public IReadOnlyList<Target> TargetsIn(Dialect dialect, Operation? operation = null) =>
        Targets.All(target => target.Account.EndpointFor(dialect, operation) is not null)
            ? Targets
            : [.. Targets.Where(target => target.Account.EndpointFor(dialect, operation) is not null)];
}
