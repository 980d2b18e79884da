using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>The credentials of accounts. Accounts that say the same share one, and it outlives a change of the config.</summary>
internal sealed partial class AccountCredentials(
    ISecretStore secrets, IIdentityTokens identity, TokenClient tokens, TimeProvider time, ILogger<AccountCredentials> log)
{
    // As many as configs have named since the start; they are small, and people write configs.
    private readonly ConcurrentDictionary<string, IAccountCredential> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AuthConfig, IAccountCredential> _issued = new();

    /// <summary>The credential of an account; null when it shows none.</summary>
    public IAccountCredential? Of(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.Auth is { } auth) return _issued.GetOrAdd(auth, Make);
        return account.Secret is { } name ? _stored.GetOrAdd(name, static (name, store) => new StoredCredential(store, name), secrets) : null;
    }

    private IssuedCredential Make(AuthConfig auth)
    {
        Func<CancellationToken, Task<FreshSecret>> issue = auth switch
        {
            ManagedIdentityAuth managed => cancellationToken => identity.IssueAsync(managed.Scope, cancellationToken),
            OAuth2Auth oauth => new OAuth2Grant(oauth, secrets, tokens, time, log).IssueAsync,
            _ => throw new ArgumentException($"There are no tokens for {auth.GetType().Name}.", nameof(auth)),
        };
        return new(cancellationToken => IssueAsync(issue, cancellationToken), time);
    }

    private async Task<FreshSecret> IssueAsync(Func<CancellationToken, Task<FreshSecret>> issue, CancellationToken cancellationToken)
    {
        try
        {
            return await issue(cancellationToken);
        }
        catch (SecretException e)
        {
            LogNoToken(e.Fault, e.Message);
            throw;
        }
    }

    // The message is Relay's own: it holds no token and nothing that a server said.
    [LoggerMessage(Level = LogLevel.Warning, Message = "No token for an account ({Fault}): {Why}")]
    private partial void LogNoToken(SecretFault fault, string why);
}
