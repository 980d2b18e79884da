using Microsoft.Extensions.Configuration;
using Relay.Routing.Config;
using Relay.Routing.Providers;

namespace Relay.Local.Start;

/// <summary>The accounts that exist because of this machine: one for each provider key in the environment, and the sandbox.</summary>
internal static class LocalAccounts
{
    /// <summary>The name under which the sandbox's key is found. Any key will do there, but there must be one.</summary>
    public const string SandboxSecret = "SANDBOX_API_KEY";

    private const string Sandbox = "sandbox";

    /// <summary>Finds them.</summary>
    /// <param name="configuration">Environment variables and user-secrets.</param>
    /// <param name="sandbox">The base URL of the sandbox in this process.</param>
    public static EnvironmentAccounts Find(IConfiguration configuration, Uri sandbox)
    {
        var accounts = ProviderCatalogue.Default.All
            .Where(provider => provider.Id != Sandbox && HasKey(provider))
            .Select(provider => new AccountConfig(provider.Id, provider.Id, null, provider.KeyVariable, null))
            .Append(new AccountConfig(Sandbox, Sandbox, sandbox.ToString(), SandboxSecret, [Sandbox, Sandbox + "*"]));
        return new([.. accounts]);

        bool HasKey(Provider provider) =>
            provider.KeyVariable is { } name && !string.IsNullOrWhiteSpace(configuration[name])
            && provider.Endpoints.Any(endpoint => endpoint.BaseUrl is not null);
    }
}
