using Azure;
using Azure.Core;
using Azure.Identity;
using Relay.Forwarding.Credentials;
using Relay.Storage;

namespace Relay.Azure.Identity;

/// <summary>Tokens of the identity that Relay runs under on Azure, or of the developer who is signed in.</summary>
/// <param name="credential">The identity; not made before its first token is needed, for that takes a start a while.</param>
/// <param name="time">The clock.</param>
internal sealed class IdentityTokens(Lazy<TokenCredential> credential, TimeProvider time) : IIdentityTokens
{
    /// <summary>How long a token may take: on a new instance the identity's endpoint needs some seconds to come up.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<FreshSecret> IssueAsync(string scope, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var token = await credential.Value.GetTokenAsync(new TokenRequestContext([scope]), both.Token);
            if (token.ExpiresOn <= now) throw new SecretException(SecretFault.Malformed, "Relay's identity gave a token that has expired.");
            var fresh = FreshSecret.Token(token.Token, token.ExpiresOn - now, now);
            return token.RefreshOn is { } refresh && refresh < fresh.ExpiresAt
                ? new() { Value = fresh.Value, RefreshAt = refresh, ExpiresAt = fresh.ExpiresAt }
                : fresh;
        }
        catch (CredentialUnavailableException e)
        {
            throw new SecretException(SecretFault.Unsupported, "Relay runs under no identity that Azure knows.", e);
        }
        catch (AuthenticationFailedException e)
        {
            throw new SecretException(SecretFault.Refused, $"Relay's identity got no token for {scope}.", e);
        }
        catch (Exception e) when (e is RequestFailedException or HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SecretException(SecretFault.Unreachable, "The endpoint of Relay's identity does not answer.", e);
        }
    }
}
