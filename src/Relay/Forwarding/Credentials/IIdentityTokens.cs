using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>Tokens of the identity that Relay itself runs under. What hosts Relay knows how to get them.</summary>
public interface IIdentityTokens
{
    /// <summary>Asks for a token; what it gives is kept by whoever asks.</summary>
    /// <param name="scope">What the token is for.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="SecretException">There is none to be had.</exception>
    Task<FreshSecret> IssueAsync(string scope, CancellationToken cancellationToken);
}
