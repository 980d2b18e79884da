namespace Relay.Routing.Providers;

/// <summary>
/// Where a provider differs from its dialect in the top level of a request: only what is known of it, with where it is known
/// from. What is not here is sent as it comes, and the provider's own error is the caller's.
/// </summary>
internal sealed record EndpointFields
{
    /// <summary>
    /// What it refuses a request for, and whose absence makes no other question of it: left out, and listed as dropped. Null
    /// for none.
    /// </summary>
    public IReadOnlyList<string>? Refuses { get; init; }

    /// <summary>What it has another name for, by the dialect's names; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Renames { get; init; }

    /// <summary>What only some of its models refuse; null for nothing.</summary>
    public IReadOnlyList<ModelFields>? Models { get; init; }

    /// <summary>Where that is known from: addresses of its pages, or of the reports of others.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether any of it is about a model.</summary>
    public bool Concern(string model) => Refuses is not null || Renames is not null || FixedFor(model) is not null;

    /// <summary>The fields that a model takes one value of; null for none.</summary>
    public IReadOnlyDictionary<string, double?>? FixedFor(string model)
    {
        if (Models is null) return null;
        foreach (var some in Models)
        {
            if (NamePattern.MatchesAny(some.Models, model)) return some.Fixed;
        }

        return null;
    }
}
