using Microsoft.Extensions.Logging;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Forwarding.Credentials;

/// <summary>Asks an OAuth 2.0 server for tokens in the way that an account names. One asks at a time.</summary>
internal sealed partial class OAuth2Grant(OAuth2Auth auth, ISecretStore secrets, TokenClient tokens, TimeProvider time, ILogger log)
{
    private const string AssertionGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // What was shown last, so that it can be asked whether there is something newer.
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    // The refresh token that the server gave in place of the stored one.
    private (string Stored, string Newer)? _rotated;

    /// <summary>Asks for a token.</summary>
    /// <exception cref="SecretException">There is none to be had.</exception>
    public async Task<FreshSecret> IssueAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(cancellationToken);
        }
        catch (SecretException e) when (e.Fault == SecretFault.Refused)
        {
            // A secret may have been rotated, and this process had the old one still.
            if (!await AnyIsNewerAsync(cancellationToken)) throw;
        }

        return await AskAsync(cancellationToken);
    }

    private async Task<FreshSecret> AskAsync(CancellationToken cancellationToken)
    {
        _shown.Clear();
        if (auth.ServiceAccount is { } account) return await AskAsAccountAsync(account, cancellationToken);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = auth.RefreshToken is null ? "client_credentials" : "refresh_token",
            ["client_id"] = auth.ClientId!,
        };
        if (auth.ClientSecret is { } secret) form["client_secret"] = await ReadAsync(secret, cancellationToken);
        if (auth.Scope is { } scope) form["scope"] = scope;
        if (auth.RefreshToken is not { } name) return (await tokens.AskAsync(auth.TokenUrl!, form, cancellationToken)).Token;

        var stored = await ReadNewestAsync(name, cancellationToken);
        var shown = form["refresh_token"] = _rotated is { } rotated && rotated.Stored == stored ? rotated.Newer : stored;
        var answer = await tokens.AskAsync(auth.TokenUrl!, form, cancellationToken);
        var newest = answer.RefreshToken ?? shown;
        // One that could not be stored the last time is stored now.
        if (newest != shown || (newest != stored && secrets.ReadOnly is null)) await KeepAsync(name, stored, newest, cancellationToken);
        return answer.Token;
    }

    private async Task<FreshSecret> AskAsAccountAsync(string secret, CancellationToken cancellationToken)
    {
        var account = ServiceAccount.Parse(await ReadAsync(secret, cancellationToken));
        var url = auth.TokenUrl ?? account.TokenUrl;
        var assertion = account.Sign(url, auth.Scope ?? ServiceAccount.DefaultScope, time.GetUtcNow());
        var form = new Dictionary<string, string> { ["grant_type"] = AssertionGrant, ["assertion"] = assertion };
        return (await tokens.AskAsync(url, form, cancellationToken)).Token;
    }

    private async Task<string> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var value = await secrets.GetAsync(name, cancellationToken)
            ?? throw new SecretException(secrets.FaultOf(name) ?? SecretFault.Missing, $"The secret {name} cannot be had.");
        return _shown[name] = value;
    }

    // Another process may have used the known one up and stored the next: to show it once more would be a theft to some servers.
    private async Task<string> ReadNewestAsync(string name, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(name, cancellationToken);
        return _shown[name] = await secrets.RefreshAsync(name, known, cancellationToken) ?? known;
    }

    private async Task<bool> AnyIsNewerAsync(CancellationToken cancellationToken)
    {
        var newer = false;
        foreach (var (name, value) in _shown)
            newer |= await secrets.RefreshAsync(name, value, cancellationToken) is { } now && now != value;
        return newer;
    }

    // A server that gives out a new refresh token with each use takes the old one back, for every process.
    private async Task KeepAsync(string name, string stored, string newer, CancellationToken cancellationToken)
    {
        _rotated = (stored, newer);
        try
        {
            if (secrets.ReadOnly is null) await secrets.SetAsync(name, newer, cancellationToken);
            else LogNotKept(name, SecretFault.Denied);
        }
        catch (SecretException e)
        {
            LogNotKept(name, e.Fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "A token server replaced the refresh token {Name}, and the new one cannot be stored ({Fault}): it is lost when this process ends.")]
    private partial void LogNotKept(string name, SecretFault fault);
}
