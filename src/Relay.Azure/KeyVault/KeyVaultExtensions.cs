using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Azure.KeyVault;

/// <summary>Adds Key Vault to a container.</summary>
public static class KeyVaultExtensions
{
    /// <summary>The setting that names the vault: its https address.</summary>
    public const string Setting = "KeyVault";

    /// <summary>The setting that lets admins set secrets over the management API. Default false.</summary>
    public const string WritesSetting = "AllowSecretWrites";

    /// <summary>
    /// Takes secrets from the vault that the configuration names, with Relay's own identity. Without that setting they stay
    /// where they are: in the app's settings. Nothing is sent before the first secret is asked for.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static IServiceCollection AddKeyVault(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[Setting] is not { Length: > 0 } address) return services;
        var allowWrites = configuration[WritesSetting] switch
        {
            null or "" => false,
            var text when bool.TryParse(text, out var given) => given,
            _ => throw new InvalidOperationException($"{WritesSetting} must be true or false."),
        };

        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<ISecretStore>(provider => new KeyVaultSecretStore(
            KeyVaultClient.Open(address, provider.GetRequiredService<TokenCredential>(), KeyVaultClient.Options()),
            allowWrites,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyVaultSecretStore>>()));
    }
}
