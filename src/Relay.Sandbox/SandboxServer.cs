using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Sandbox.Anthropic;
using Relay.Sandbox.Gemini;
using Relay.Sandbox.OpenAIChat;
using Relay.Sandbox.OpenAIResponses;

namespace Relay.Sandbox;

/// <summary>A pretend provider on a port of its own, in this process. It answers by echo or script, and fails on demand.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>What stands behind a script's name for the answer to the results of the tools that it called.</summary>
    public const string After = "/after";

    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, SandboxLog log, ConcurrentDictionary<string, Answer> scripts)
    {
        _app = app;
        Log = log;
        Scripts = scripts;
    }

    /// <summary>What an account has as its base URL, whichever dialect it is called in.</summary>
    public Uri BaseUrl => new(_app.Urls.First() + "/v1");

    /// <summary>What it served.</summary>
    public SandboxLog Log { get; }

    /// <summary>
    /// Answers by name: the model <c>sandbox:script=name</c> gives them. When the caller brings a tool's result it is the one
    /// under <c>name/after</c>, if there is one.
    /// </summary>
    public ConcurrentDictionary<string, Answer> Scripts { get; }

    /// <summary>Starts one.</summary>
    /// <param name="url">Where it listens; by default on a free port of this machine only.</param>
    /// <param name="time">What its delays are measured by.</param>
    /// <param name="strike">
    /// Says for each request, by its model and body, what else it is to meet, as in <c>x-sandbox</c>; null for nothing more.
    /// It is called on many threads.
    /// </param>
    public static async Task<SandboxServer> StartAsync(
        string url = "http://127.0.0.1:0", TimeProvider? time = null, Func<string, string, string?>? strike = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // It stands in for somebody else's machine, whose log nobody sees.
        builder.Logging.ClearProviders();
        // Whoever started it listens to Ctrl-C.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var log = new SandboxLog();
        var scripts = new ConcurrentDictionary<string, Answer>(StringComparer.Ordinal);
        Map("/v1/chat/completions", new ChatDialect());
        Map("/v1/responses", new ResponsesDialect());
        Map("/v1/messages", new MessagesDialect());
        Map("/v1/models/{*path}", new GeminiDialect());
        Map("/v1beta/models/{*path}", new GeminiDialect());
        app.MapGet("/v1/models", () => Results.Text(ChatJson.Models, "application/json"));
        app.MapGet("/sandbox/calls", () => Results.Text(log.ToJson(), "application/json"));
        await app.StartAsync();
        return new(app, log, scripts);

        void Map(string route, ISandboxDialect dialect) =>
            app.MapPost(route, new Endpoint(dialect, log, scripts, strike, time ?? TimeProvider.System).RunAsync);
    }

    /// <summary>Stops it; streams that are silent on purpose are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
