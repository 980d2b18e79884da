using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Relay.Forwarding.Credentials;

namespace Relay.Azure.Identity;

/// <summary>Adds Relay's own identity to a container.</summary>
public static class IdentityExtensions
{
    /// <summary>
    /// Gives accounts that say <c>"auth": "managed-identity"</c> their tokens: of the container's
    /// <see cref="TokenCredential"/>, or <see cref="DefaultAzureCredential"/>, which on Azure is the managed identity and on
    /// a developer's machine whoever is signed in. Nothing is asked before the first call to such an account.
    /// </summary>
    public static IServiceCollection AddManagedIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IIdentityTokens>(provider => new IdentityTokens(
            new(provider.GetRequiredService<TokenCredential>), provider.GetRequiredService<TimeProvider>()));
    }
}
