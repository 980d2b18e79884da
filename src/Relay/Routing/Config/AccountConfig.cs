using Relay.Dialects;

namespace Relay.Routing.Config;

/// <summary>One credential at one provider.</summary>
/// <param name="Id">Its name in routes, records and headers.</param>
/// <param name="Provider">The id of an entry of the provider catalogue.</param>
/// <param name="BaseUrl">Where it is called; null for the provider's own address.</param>
/// <param name="Secret">The name of the secret that is its key; null when it needs none.</param>
/// <param name="Models">Patterns of the names it answers to as they are; null for those that the catalogue knows.</param>
internal sealed record AccountConfig(
    string Id, string Provider, string? BaseUrl, string? Secret, IReadOnlyList<string>? Models)
{
    /// <summary>The dialects that it is called in, the one that others are translated to first; null for all of its provider.</summary>
    public IReadOnlyList<Dialect>? Dialects { get; init; }

    /// <summary>The <c>api-version</c> of Azure OpenAI's deployment addresses; null where it is called as others are.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Words that constraints choose it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where it computes, as the operator calls it; null when it was not said.</summary>
    public string? Region { get; init; }

    /// <summary>Its part of the calls beside others, where a target says nothing else.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How many attempts may run there at once, for each instance of the relay; null for any number.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>The provider's name of the model that it is asked for one token to see how it does; null to ask for its list of models.</summary>
    public string? ProbeModel { get; init; }

    /// <summary>How it proves who it is in place of a stored key; null when it does with that, or need not.</summary>
    public AuthConfig? Auth { get; init; }

    /// <summary>The names of all secrets that it needs.</summary>
    public IEnumerable<string> Secrets => Auth?.Secrets ?? (Secret is null ? [] : [Secret]);
}
