using Relay.Dialects;
using Relay.Dialects.Operations;

namespace Relay.Routing;

/// <summary>What routing is to know of a call. With the same input, config and health the plan is the same.</summary>
internal sealed record RoutingInput
{
    /// <summary>The model that the caller asks for.</summary>
    public required string Model { get; init; }

    /// <summary>What the caller speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>What is to be done with the model; null for a conversation.</summary>
    public Operation? Operation { get; init; }

    /// <summary>When the call came, which decides its prices.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What stands in for chance: the hash of the call's id.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether the caller's key may use a name; only such names are suggested.</summary>
    public required Func<string, bool> Allowed { get; init; }

    /// <summary>The id of the caller's key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The project of that key; null for none.</summary>
    public string? Project { get; init; }

    /// <summary>What the call belongs to; null when nothing says.</summary>
    public Session? Session { get; init; }

    /// <summary>What the caller itself allows.</summary>
    public Constraint Constraint { get; init; } = Constraint.None;

    /// <summary>The only account that can serve it, for it holds what the call continues; null for any.</summary>
    public string? Pin { get; init; }

    /// <summary>The field that names what some account holds, when nothing says which; null for none.</summary>
    public string? HeldField { get; init; }
}
