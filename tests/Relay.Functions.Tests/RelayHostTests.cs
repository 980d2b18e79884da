using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Relay.Azure.Identity;
using Relay.Azure.KeyVault;
using Relay.Azure.TableStorage;
using Relay.Storage;

namespace Relay.Functions.Tests;

/// <summary>The worker's container, put together as Program.cs does.</summary>
public sealed class RelayHostTests
{
    [Fact]
    public async Task EveryTrigger_CanBeMade_OnTableStorage_WithoutAskingItForAnything()
    {
        await using var services = Services();

        Assert.IsType<TableStorageStore>(services.GetRequiredService<ITableStore>());
        foreach (var type in typeof(ChatFunctions).Assembly.GetTypes().Where(HasTriggers))
            Assert.NotNull(ActivatorUtilities.CreateInstance(services, type));
    }

    [Fact]
    public async Task RunningCalls_HaveTenMinutes_WhenTheHostStops()
    {
        await using var services = Services();

        Assert.Equal(TimeSpan.FromMinutes(10), services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Fact]
    public async Task BodiesOfAnySize_ReachTheEngine_WhichLimitsThemItself()
    {
        await using var services = Services();

        Assert.Null(services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
    }

    [Fact]
    public async Task AWorkerThatIsToldToStop_Answers503_AndSaysWhenToComeBack()
    {
        await using var services = Services();
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var http = new DefaultHttpContext { Request = { Method = "POST" }, Response = { Body = new MemoryStream() } };

        await ActivatorUtilities.CreateInstance<ChatFunctions>(services).ChatCompletions(http.Request, TestContext.Current.CancellationToken);

        Assert.Equal((503, "2"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("relay_draining", Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()), StringComparison.Ordinal);
    }

    private static bool HasTriggers(Type type) =>
        type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null);

    private static ServiceProvider Services()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        // An address of nowhere: a look-up of it would fail.
        builder.Configuration[TableStorageExtensions.Setting] = "https://account.table.invalid";
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration[KeyVaultExtensions.Setting] = "https://vault.invalid";
        builder.Services.AddManagedIdentity().AddKeyVault(builder.Configuration);
        builder.Services.AddTableStorage(builder.Configuration);
        builder.AddRelay();
        return builder.Services.BuildServiceProvider();
    }
}
