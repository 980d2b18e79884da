using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Routing.Config;
using Relay.Routing.Providers;

namespace Relay.Routing;

/// <summary>One credential at one provider, made ready to be called.</summary>
internal sealed class Account
{
    internal Account(string id, Provider provider, string? baseUrl, string? secret, IReadOnlyList<string>? models,
        IReadOnlyList<Dialect>? dialects = null, string? apiVersion = null)
    {
        Id = id;
        Provider = provider;
        Secret = secret;
        Models = models;
        // An address of the account's own stands for that of the provider's first endpoint, and of those beside it.
        var first = provider.Endpoints[0].BaseUrl;
        Endpoints = [.. provider.Endpoints
            .Where(endpoint => baseUrl is null ? endpoint.BaseUrl is not null : endpoint.BaseUrl == first)
            .Where(endpoint => dialects is null || dialects.Contains(endpoint.Dialect))
            .OrderBy(endpoint => dialects?.Index().First(chosen => chosen.Item == endpoint.Dialect).Index)
            .Select(endpoint => new AccountEndpoint(endpoint, (baseUrl ?? endpoint.BaseUrl!).TrimEnd('/'), apiVersion))];
        if (Endpoints.Count == 0) throw new ArgumentException($"The account {id} has no address.", nameof(baseUrl));
    }

    /// <summary>Its name in routes, records and headers.</summary>
    public string Id { get; }

    /// <summary>The vendor that it is at.</summary>
    public Provider Provider { get; }

    /// <summary>The name of the secret that is its key; null when it needs none.</summary>
    public string? Secret { get; }

    /// <summary>How it proves who it is in place of that key; null when it does with the key, or need not.</summary>
    public AuthConfig? Auth { get; init; }

    /// <summary>The names of all secrets that it needs.</summary>
    public IEnumerable<string> Secrets => Auth?.Secrets ?? (Secret is null ? [] : [Secret]);

    /// <summary>Patterns of the names it answers to; null for those that the catalogue knows of its provider.</summary>
    public IReadOnlyList<string>? Models { get; }

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

    /// <summary>Where it is called, one for each dialect; at least one.</summary>
    public IReadOnlyList<AccountEndpoint> Endpoints { get; }

    /// <summary>Whether a word of a <see cref="Constraint"/> fits it: one of its tags, its region, its id or its provider's.</summary>
    public bool Fits(string word)
    {
        if (word == Id || word == Region || word == Provider.Id) return true;
        for (var i = 0; i < Tags.Count; i++)
        {
            if (Tags[i] == word) return true;
        }

        return false;
    }

    /// <summary>
    /// Where a caller of a dialect is served: where its own is spoken, else at the first endpoint whose answers can be
    /// translated; null when nowhere.
    /// </summary>
    /// <param name="dialect">What the caller speaks.</param>
    /// <param name="operation">What the caller asks for; null for a conversation.</param>
    public AccountEndpoint? EndpointFor(Dialect dialect, Operation? operation = null)
    {
        for (var i = 0; i < Endpoints.Count; i++)
        {
            if (Endpoints[i].Dialect == dialect) return Endpoints[i];
        }

        for (var i = 0; i < Endpoints.Count; i++)
        {
            if (operation?.IsServedBy(Endpoints[i].Dialect) ?? true) return Endpoints[i];
        }

        return null;
    }
}
