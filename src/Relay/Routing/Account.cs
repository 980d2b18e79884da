using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Routing.Config;
using Relay.Routing.Providers;

namespace Relay.Routing;

/// <summary>One credential at one provider, made ready to be called.</summary>
internal sealed class Account
{
    internal Account(string id, Provider provider, string? baseUrl, string? secret, IReadOnlyList<string>? models)
    {
        Id = id;
        Provider = provider;
        Secret = secret;
        Models = models;
        // An address of the account's own stands for that of the provider's first endpoint, and of those beside it.
        var first = provider.Endpoints[0].BaseUrl;
        Endpoints = [.. provider.Endpoints
            .Where(endpoint => baseUrl is null ? endpoint.BaseUrl is not null : endpoint.BaseUrl == first)
            .Select(endpoint => new AccountEndpoint(endpoint, (baseUrl ?? endpoint.BaseUrl!).TrimEnd('/')))];
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

    /// <summary>How many attempts may run there at once, for each instance of the relay; null for any number.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Where it is called, one for each dialect; at least one.</summary>
    public IReadOnlyList<AccountEndpoint> Endpoints { get; }

    /// <summary>
    /// Where a caller of a dialect is served: where its own is spoken, else at the first endpoint whose answers can be
    /// translated; null when nowhere.
    /// </summary>
    /// <param name="dialect">What the caller speaks.</param>
    /// <param name="operation">What the caller asks for; null for a conversation.</param>
    public AccountEndpoint? EndpointFor(Dialect dialect, Operation? operation = null)
    {
        foreach (var endpoint in Endpoints)
        {
            if (endpoint.Dialect == dialect) return endpoint;
        }

        foreach (var endpoint in Endpoints)
        {
            if (operation?.IsServedBy(endpoint.Dialect) ?? true) return endpoint;
        }

        return null;
    }
}
