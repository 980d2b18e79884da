using Relay.Dialects;
using Relay.Ledger.Prices;

namespace Relay.Routing.Providers;

/// <summary>A vendor of models, or a server that one runs oneself, and how it is called.</summary>
internal sealed record Provider
{
    /// <summary>The name that an account gives for it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>How it is called, one for each dialect that it speaks and Relay can call it in.</summary>
    public required IReadOnlyList<ProviderEndpoint> Endpoints { get; init; }

    /// <summary>The environment variable in which its key is looked for; null when it needs none.</summary>
    public required string? KeyVariable { get; init; }

    /// <summary>
    /// What tokens of Relay's identity on Azure are for where it takes these in place of a key, as Azure's own providers
    /// do; null where it knows no such identities.
    /// </summary>
    public string? ManagedIdentityScope { get; init; }

    /// <summary>Whether it can also be called at addresses that name a deployment and a version, as Azure OpenAI can.</summary>
    public bool HasDeployments { get; init; }

    /// <summary>Its id in the price list (<c>PriceBook</c>); null when that does not have it.</summary>
    public required string? Prices { get; init; }

    /// <summary>
    /// Patterns of the names in that price list which it has; null for all of them. Google's list is that of its whole cloud.
    /// </summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The page that documents the endpoint.</summary>
    public required string Documentation { get; init; }

    /// <summary>
    /// Whether base URL and header were read in the provider's own documentation. If not, they are what several
    /// other projects use.
    /// </summary>
    public required bool Read { get; init; }

    /// <summary>Whether Relay was ever tried against it.</summary>
    public required bool Tried { get; init; }

    /// <summary>Whether it has a model, as far as the price list knows.</summary>
    public bool Has(string model, PriceBook prices) =>
        Prices is { } id && (Models is null || NamePattern.MatchesAny(Models, model)) && prices.Knows(id, model);

    /// <summary>How it is called in that dialect, or null.</summary>
    public ProviderEndpoint? Endpoint(Dialect dialect) =>
        Endpoints.FirstOrDefault(endpoint => endpoint.Dialect == dialect);
}
