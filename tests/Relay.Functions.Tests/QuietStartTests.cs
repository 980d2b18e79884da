using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Azure.Identity;
using Relay.Azure.KeyVault;
using Relay.Azure.TableStorage;
using Relay.Storage;

namespace Relay.Functions.Tests;

/// <summary>An instance that starts waits for nobody: nothing is asked over the network before the first call.</summary>
public sealed class QuietStartTests
{
    // Nobody listens there; an attempt to ask would show all the same.
    private const string Nowhere = "AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/a";

    [Fact(Timeout = 60_000)]
    public async Task AWorkerThatStarted_AsksNobody_UntilItsFirstCall()
    {
        var time = new ManualTimeProvider();
        using var requests = new Requests();
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration[TableStorageExtensions.Setting] = Nowhere;
        builder.Configuration[KeyVaultExtensions.Setting] = "https://vault.invalid";
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddTableStorage(builder.Configuration);
        builder.Services.AddManagedIdentity().AddKeyVault(builder.Configuration);
        builder.AddRelay();
        await using var services = builder.Services.BuildServiceProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // The engine's own; the framework's would start a server.
        var started = services.GetServices<IHostedService>().Where(service => service.GetType().FullName!.StartsWith("Relay.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(started);
        foreach (var service in started) await service.StartAsync(stop.Token);
        // Woken by the same clock as the loops of the engine, and after them.
        using var last = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var second = 0; second < 60; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Run(async () => await last.WaitForNextTickAsync(stop.Token), stop.Token);
        }

        // What a call asks for is seen, and it is the first.
        var read = services.GetRequiredService<ITableStore>().GetAsync("keys", new("p", "r"), stop.Token).AsTask();
        var first = await requests.Seen.Task.WaitAsync(stop.Token);
        Assert.StartsWith("http://127.0.0.1:1/a/keys(", first, StringComparison.Ordinal);
        Assert.Single(requests.All);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        foreach (var service in started) await service.StopAsync(CancellationToken.None);
    }

    /// <summary>Every HTTP request that this process begins.</summary>
    private sealed class Requests : EventListener
    {
        public ConcurrentQueue<string> All { get; } = new();

        public TaskCompletionSource<string> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Http") EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName != "RequestStart") return;
            var url = $"{eventData.Payload![0]}://{eventData.Payload[1]}:{eventData.Payload[2]}{eventData.Payload[3]}";
            All.Enqueue(url);
            Seen.TrySetResult(url);
        }
    }
}
