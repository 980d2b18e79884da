namespace Relay.Routing.Config;

/// <summary>
/// Tokens of an OAuth 2.0 server. With a service account its grant is that of a signed assertion (RFC 7523), with a refresh
/// token that (RFC 6749, 6), else client credentials (RFC 6749, 4.4).
/// </summary>
internal sealed record OAuth2Auth : AuthConfig
{
    /// <summary>Where tokens are asked for; null only with a service account, whose file says it.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>The client's id; null only with a service account.</summary>
    public string? ClientId { get; init; }

    /// <summary>The name of the secret that is the client's.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The name of the secret that is a refresh token.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The name of the secret that holds the JSON file of a service account of Google's.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>What the tokens are for; null leaves it to the server.</summary>
    public string? Scope { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => new[] { ClientSecret, RefreshToken, ServiceAccount }.OfType<string>();
}
