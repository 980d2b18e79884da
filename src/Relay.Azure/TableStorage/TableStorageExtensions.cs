using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>Adds Table Storage to a container.</summary>
public static class TableStorageExtensions
{
    /// <summary>The setting that names the account: the https address of its tables, or a connection string.</summary>
    public const string Setting = "TableStorage";

    /// <summary>
    /// Keeps the tables in the storage account that the configuration names. With an address Relay's own identity is used:
    /// the container's <see cref="TokenCredential"/>, or <see cref="DefaultAzureCredential"/>. Nothing is sent before the
    /// first call.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public static IServiceCollection AddTableStorage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var account = configuration[Setting] is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException(
                $"Set {Setting} to the address of the account's tables (https://….table.core.windows.net), "
                + "or to a connection string.");

        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<ITableStore>(provider => new TableStorageStore(
            TableStorageClient.Open(account, provider.GetRequiredService<TokenCredential>, TableStorageClient.Options()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TableStorageStore>>(),
            provider.GetRequiredService<Ids>().Instance));
    }
}
