using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Local.Hosting;

[assembly: SuppressMessage(
    "Performance", "CA1822", Scope = "namespaceanddescendants", Target = "~N:Relay.Local.Tests.Hosting",
    Justification = "A function is an instance method, whether or not it uses the instance.")]

namespace Relay.Local.Tests.Hosting;

/// <summary>The local host with functions of a test, on a free port of loopback.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    public static readonly HostJson NoPrefix = HostJson.Default with { RoutePrefix = "" };

    private readonly WebApplication _app;

    private FunctionsApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    public IHost Host => _app;

    public RunningCalls Calls => _app.Services.GetRequiredService<RunningCalls>();

    public static Task<FunctionsApp> StartAsync(params Type[] types) => StartAsync(NoPrefix, _ => { }, types);

    public static async Task<FunctionsApp> StartAsync(
        HostJson hostJson, Action<IServiceCollection> configure, params Type[] types)
    {
        var builder = LocalServer.CreateBuilder(["http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        // Signals are the test runner's.
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        configure(builder.Services);
        builder.AddFunctions(FunctionCatalog.Of(types), hostJson);
        var app = builder.Build();
        app.UseDraining();
        app.MapFunctions();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FunctionsApp(app);
    }

    /// <summary>Gets a path as it is, without the client's own tidying of it.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path) => await SendAsync(HttpMethod.Get, path);

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, body);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
