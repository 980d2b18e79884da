using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Relay.Forwarding;
using Relay.Forwarding.Credentials;
using Relay.Gate;
using Relay.Health;
using Relay.Ingress;
using Relay.Ledger;
using Relay.Ledger.Prices;
using Relay.Ledger.Rollups;
using Relay.Management;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Storage;
using Relay.Telemetry;

namespace Relay;

/// <summary>Puts the engine together, a line for each room.</summary>
public static class RelayServiceCollectionExtensions
{
    /// <summary>Adds the engine. The host adds an <see cref="ITableStore"/>.</summary>
    public static IServiceCollection AddRelayEngine(this IServiceCollection services) => services
        .AddTimeAndIds()
        .AddIngress()
        .AddGate()
        .AddRouting()
        .AddHealth()
        .AddForwarding()
        .AddLedger()
        .AddManagement()
        .AddSingleton<Pipeline>()
        .AddPublic<CallEntry>();

    private static IServiceCollection AddTimeAndIds(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FillRandom>(RandomNumberGenerator.Fill);
        services.TryAddSingleton<Ids>();
        services.AddMetrics();
        return services.AddSingleton<RelayMetrics>();
    }

    private static IServiceCollection AddIngress(this IServiceCollection services) => services
        .AddSingleton(_ => new MemoryBudget())
        .AddSingleton<BodyReader>()
        .AddSingleton<FormReader>()
        .AddSingleton<HeldStateReader>()
        .AddSingleton<RequestReader>();

    private static IServiceCollection AddGate(this IServiceCollection services) => services
        .AddSingleton<KeyStore>()
        .AddSingleton<KeyCache>()
        .AddSingleton<KeyMaker>()
        .AddSingleton(provider => GateSettings.From(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<DeployedAdminKey>()
        .AddSingleton<KeySlots>()
        .AddSingleton<KeyGate>();

    private static IServiceCollection AddRouting(this IServiceCollection services)
    {
        services.TryAddSingleton(EnvironmentAccounts.None);
        return services
            .AddSingleton(_ => PriceBook.Default)
            .AddSingleton<ConfigStore>()
            .AddSingleton<ConfigSource>()
            .AddSingleton<PinnedIds>()
            .AddHostedService<ConfigRefresh>();
    }

    private static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<HealthLog>()
        .AddSingleton<HealthBook>()
        .AddSingleton<StatusBook>()
        .AddSingleton<StatusReport>()
        .AddHostedService<HealthSharing>()
        .AddHostedService<StatusKeeping>();

    private static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<ISecretStore, ConfigurationSecretStore>();
        services.TryAddSingleton<IIdentityTokens, NoIdentity>();
        return services
            .AddSingleton<TokenClient>()
            .AddSingleton<AccountCredentials>()
            .AddSingleton<UpstreamClient>()
            .AddSingleton<UpstreamErrorReader>()
            .AddSingleton<JsonForwarder>()
            .AddSingleton<AttemptRunner>()
            .AddSingleton<TokenProbe>()
            .AddPublic<Probe>()
            .AddSingleton<Hedge>()
            .AddSingleton<Forwarder>();
    }

    private static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.TryAddSingleton(CommitLinger.None);
        return services
            .AddSingleton<GroupCommit>()
            .AddSingleton<OpenCalls>()
            .AddSingleton<RecordStore>()
            .AddSingleton<RecordListing>()
            .AddSingleton<CallLedger>()
            .AddPublic<Sweep>()
            .AddPublic<Rollup>()
            .AddHostedService(provider => provider.GetRequiredService<OpenCalls>())
            .AddHostedService<Checkpoints>();
    }

    private static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<AdminApi>()
        .AddSingleton<AuditLog>()
        .AddPublic<AuditEndpoints>()
        .AddPublic<KeyEndpoints>()
        .AddPublic<ConfigEndpoints>()
        .AddPublic<SecretEndpoints>()
        .AddPublic<CallEndpoints>()
        .AddPublic<AccountEndpoints>()
        .AddPublic<StatusEndpoint>()
        .AddPublic<ModelEndpoints>()
        .AddPublic<RouteEndpoints>();

    // What triggers call is public, what it is made of is not: such a type cannot have a public constructor.
    private static IServiceCollection AddPublic<T>(this IServiceCollection services)
        where T : class =>
        services.AddSingleton(provider =>
        {
            var constructor = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
            var arguments = constructor.GetParameters().Select(parameter => provider.GetRequiredService(parameter.ParameterType));
            return (T)constructor.Invoke([.. arguments]);
        });
}
