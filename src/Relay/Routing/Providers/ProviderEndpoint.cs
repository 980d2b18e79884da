using Relay.Dialects;

namespace Relay.Routing.Providers;

/// <summary>Where and how a provider is called in one dialect.</summary>
internal sealed record ProviderEndpoint
{
    /// <summary>The wire protocol.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>
    /// What comes before the dialect's own path, without a slash at its end; null when every customer has an
    /// address of its own, which then the account must give.
    /// </summary>
    public required string? BaseUrl { get; init; }

    /// <summary>The header that carries the key.</summary>
    public required AuthHeader Auth { get; init; }

    /// <summary>
    /// Whether it refuses a request that holds <c>stream_options</c>, as Mistral and Cohere do. (Mistral is said to
    /// report usage in its last event unasked.)
    /// </summary>
    public bool RefusesStreamOptions { get; init; }
}
