namespace Relay.Routing.Config;

/// <summary>Tokens of the identity that Relay itself runs under on Azure.</summary>
/// <param name="Scope">What the tokens are for.</param>
internal sealed record ManagedIdentityAuth(string Scope) : AuthConfig
{
    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => [];
}
