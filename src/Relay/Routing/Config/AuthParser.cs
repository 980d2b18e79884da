using System.Net;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>Reads how an account proves who it is, when it does not with a stored key.</summary>
internal static class AuthParser
{
    private const string ManagedIdentity = "managed-identity";
    private const string OAuth2 = "oauth2";

    private static readonly string[] OfTokens = ["scope"];
    private static readonly string[] OfOAuth2 = ["token_url", "client_id", "client_secret", "refresh_token", "service_account"];

    /// <summary>Reads it; null for an account with a stored key, or with none.</summary>
    public static AuthConfig? Read(ConfigNode account, Provider? provider, string? secret)
    {
        var auth = account.Text("auth", false, text => text is ManagedIdentity or OAuth2 ? null : "must be managed-identity or oauth2");
        if (auth is null) return Refuse(account, [.. OfTokens, .. OfOAuth2], "goes with auth: managed-identity or oauth2");
        if (secret is not null) account.Error("secret", $"must not be there with auth: {auth}, which needs no stored key");
        return auth == OAuth2 ? ReadOAuth2(account) : ReadManagedIdentity(account, provider);
    }

    private static ManagedIdentityAuth ReadManagedIdentity(ConfigNode account, Provider? provider)
    {
        // Relay's own tokens are for Azure's eyes.
        if (provider is { ManagedIdentityScope: null })
            account.Error("auth", $"cannot be managed-identity: {provider.Name} knows no identities of Azure's");
        Refuse(account, OfOAuth2, "goes with auth: oauth2");
        return new(account.Text("scope", false, CheckText) ?? provider?.ManagedIdentityScope ?? "");
    }

    private static OAuth2Auth ReadOAuth2(ConfigNode account)
    {
        var serviceAccount = account.Text("service_account", false, AccountRules.CheckSecretName);
        var bySecret = serviceAccount is null;
        var read = new OAuth2Auth
        {
            ServiceAccount = serviceAccount,
            TokenUrl = account.Text("token_url", bySecret, CheckTokenUrl) is { } url ? new(url) : null,
            ClientId = account.Text("client_id", bySecret, CheckText),
            ClientSecret = account.Text("client_secret", false, AccountRules.CheckSecretName),
            RefreshToken = account.Text("refresh_token", false, AccountRules.CheckSecretName),
            Scope = account.Text("scope", false, CheckText),
        };
        if (!bySecret)
            Refuse(account, ["client_id", "client_secret", "refresh_token"], "does not go with service_account, whose file says who it is");
        else if (!account.Has("client_secret") && !account.Has("refresh_token"))
            account.Error("auth", "is oauth2, which needs the name of a secret as client_secret, refresh_token or service_account");
        return read;
    }

    private static AuthConfig? Refuse(ConfigNode account, IEnumerable<string> names, string why)
    {
        foreach (var name in names)
        {
            if (account.Has(name)) account.Error(name, why);
        }

        return null;
    }

    private static string? CheckTokenUrl(string text)
    {
        if (AccountRules.CheckAddress(text) is { } wrong) return wrong;
        var url = new Uri(text);
        // What goes there is a secret itself.
        var isHere = IPAddress.TryParse(url.Host, out var address) ? IPAddress.IsLoopback(address) : url.Host == "localhost";
        return url.Scheme == Uri.UriSchemeHttps || isHere ? null : "must be an https address, or one of this machine";
    }

    private static string? CheckText(string text) =>
        text.Length is 0 or > 500 || text.Any(char.IsControl) ? "must be 1 to 500 characters, none of them a control character" : null;
}
