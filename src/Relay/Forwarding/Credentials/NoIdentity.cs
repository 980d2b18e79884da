using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>A host under which Relay has no identity.</summary>
internal sealed class NoIdentity : IIdentityTokens
{
    /// <inheritdoc/>
    public Task<FreshSecret> IssueAsync(string scope, CancellationToken cancellationToken) =>
        throw new SecretException(SecretFault.Unsupported, "This relay runs under no identity.");
}
