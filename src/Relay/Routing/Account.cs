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
        Endpoint = provider.Endpoint(ProviderEndpoint.OpenAIChat)
            ?? throw new ArgumentException($"{provider.Name} does not speak a dialect that Relay knows.", nameof(provider));
        ChatUrl = new Uri((baseUrl ?? Endpoint.BaseUrl!).TrimEnd('/') + "/chat/completions");
    }

    /// <summary>Its name in routes, records and headers.</summary>
    public string Id { get; }

    /// <summary>The vendor that it is at.</summary>
    public Provider Provider { get; }

    /// <summary>The name of the secret that is its key; null when it needs none.</summary>
    public string? Secret { get; }

    /// <summary>Patterns of the names it answers to; null for those that the catalogue knows of its provider.</summary>
    public IReadOnlyList<string>? Models { get; }

    /// <summary>How the provider is called.</summary>
    public ProviderEndpoint Endpoint { get; }

    /// <summary>Where chat requests are sent.</summary>
    public Uri ChatUrl { get; }
}
