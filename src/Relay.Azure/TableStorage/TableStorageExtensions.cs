using System.Globalization;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Relay.Ledger;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>Adds Table Storage to a container.</summary>
public static class TableStorageExtensions
{
    /// <summary>The setting that names the account: the https address of its tables, or a connection string.</summary>
    public const string Setting = "TableStorage";

    /// <summary>How many milliseconds a call's row waits for those of other calls, so that they are one request.</summary>
    public const string LingerSetting = "TableStorage:LingerMilliseconds";

    // A request takes 5 to 10 ms, so that this is seldom half of a write.
    private const double DefaultLinger = 3;
    private const double LongestLinger = 1000;

    /// <summary>
    /// Keeps the tables in the storage account that the configuration names. With an address Relay's own identity is used:
    /// the container's <see cref="TokenCredential"/>, or <see cref="DefaultAzureCredential"/>. Nothing is sent before the
    /// first call.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong.</exception>
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
        services.AddSingleton(new CommitLinger(LingerOf(configuration)));
        return services.AddSingleton<ITableStore>(provider => new TableStorageStore(
            TableStorageClient.Open(account, provider.GetRequiredService<TokenCredential>, TableStorageClient.Options()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TableStorageStore>>(),
            provider.GetRequiredService<Ids>().Instance));
    }

    private static TimeSpan LingerOf(IConfiguration configuration)
    {
        var text = configuration[LingerSetting];
        if (string.IsNullOrEmpty(text)) return TimeSpan.FromMilliseconds(DefaultLinger);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var linger)
            && linger <= LongestLinger
            ? TimeSpan.FromMilliseconds(linger)
            : throw new InvalidOperationException(
                FormattableString.Invariant($"{LingerSetting} is not a number from 0 to {LongestLinger}."));
    }
}
