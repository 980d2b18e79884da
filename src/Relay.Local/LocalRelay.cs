using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Azure.Identity;
using Relay.Azure.TableStorage;
using Relay.Functions;
using Relay.Gate;
using Relay.Local.Hosting;
using Relay.Local.Start;
using Relay.Routing.Config;
using Relay.Sandbox;
using Relay.Storage;
using Relay.Storage.Embedded;

namespace Relay.Local;

/// <summary>The relay of one machine, running: its store, its sandbox and its functions in this process.</summary>
internal sealed class LocalRelay : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly WebApplication _app;
    private readonly Preparation _preparation;
    private Task<bool> _prepared = Task.FromResult(false);

    private LocalRelay(SandboxServer sandbox, WebApplication app, Preparation preparation)
    {
        _sandbox = sandbox;
        _app = app;
        _preparation = preparation;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal));

    /// <summary>The keys that were made at this start; null when there were some.</summary>
    public FirstKeys? Keys => _preparation.Keys;

    /// <summary>The pretend provider.</summary>
    public SandboxServer Sandbox => _sandbox;

    /// <summary>What the engine is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="options">What the command line said.</param>
    /// <param name="error">Where it is said why it cannot start.</param>
    /// <param name="time">Its clock; null for the machine's.</param>
    /// <returns>Null when it cannot start.</returns>
    public static async Task<LocalRelay?> StartAsync(LocalOptions options, TextWriter error, TimeProvider? time = null)
    {
        var sandbox = await SandboxServer.StartAsync();
        var app = Build(options, sandbox, time ?? TimeProvider.System);
        var relay = new LocalRelay(sandbox, app, new(app.Services, options, error));
        if (await relay.TryStartAsync(error)) return relay;
        await relay.DisposeAsync();
        return null;
    }

    /// <summary>What a person is told once it listens and its storage answers; nothing when it was stopped before.</summary>
    public async Task<string> DescribeAsync()
    {
        if (!await _prepared) return "";
        var config = await Services.GetRequiredService<ConfigSource>().GetAsync(CancellationToken.None);
        return Banner.Of(Url, Keys, config, _preparation.IsFileNew);
    }

    /// <summary>Waits until it was told to stop and has drained.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops it: calls first, then what they need.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private static WebApplication Build(LocalOptions options, SandboxServer sandbox, TimeProvider time)
    {
        var builder = LocalServer.CreateBuilder(options.Urls);
        builder.Services.AddSingleton(time);
        builder.Configuration.AddUserSecrets(typeof(LocalRelay).Assembly, optional: true);
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration[LocalAccounts.SandboxSecret] = "sandbox";
        // Old clients of Gemini send their key so, and on one's own machine no URL reaches a log of somebody else's.
        builder.Configuration[GateSettings.QueryKeysName] ??= "true";
        AddStorage(builder, options);
        builder.Services.AddSingleton(LocalAccounts.Find(builder.Configuration, sandbox.BaseUrl));
        builder.Services.AddManagedIdentity();
        builder.AddRelay();
        builder.AddFunctions(typeof(ChatFunctions).Assembly);

        var app = builder.Build();
        app.UseDraining();
        app.MapFunctions();
        return app;
    }

    private static void AddStorage(WebApplicationBuilder builder, LocalOptions options)
    {
        if (options.Storage is null)
        {
            builder.Services.AddEmbeddedStorage(options.DataFolder);
            return;
        }

        builder.Configuration[TableStorageExtensions.Setting] = options.Storage;
        builder.Services.AddTableStorage(builder.Configuration);
    }

    // The keys last, when it listens: they are shown this once, so nothing may end the start between their making and that.
    private async Task<bool> TryStartAsync(TextWriter error)
    {
        var ready = await TryAsync(_preparation.RunAsync, error);
        if (ready == false || !await LocalServer.StartAsync(_app, error)) return false;
        if (ready == true) ready = await TryAsync(_preparation.MakeKeysAsync, error);
        _prepared = ready is { } isDone ? Task.FromResult(isDone) : _preparation.RunUntilDoneAsync(_app.Lifetime.ApplicationStopping);
        return ready != false;
    }

    // A folder that does not answer will not do so later; an account may, and until then calls are answered with 503.
    private static async Task<bool?> TryAsync(Func<Task<bool>> step, TextWriter error)
    {
        try
        {
            return await step();
        }
        catch (TableStoreException e)
        {
            await error.WriteLineAsync($"{e.Message} Calls are answered with 503 until it does.");
            return null;
        }
    }
}
