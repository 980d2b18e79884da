using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Azure.Identity;
using Relay.Functions;
using Relay.Gate;
using Relay.Ledger;
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

    private LocalRelay(SandboxServer sandbox, WebApplication app)
    {
        _sandbox = sandbox;
        _app = app;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal));

    /// <summary>The keys that were made at this start; null when there were some.</summary>
    public FirstKeys? Keys { get; private set; }

    /// <summary>The pretend provider.</summary>
    public SandboxServer Sandbox => _sandbox;

    /// <summary>What the engine is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="options">What the command line said.</param>
    /// <param name="error">Where it is said why it cannot start.</param>
    /// <returns>Null when it cannot start.</returns>
    public static async Task<LocalRelay?> StartAsync(LocalOptions options, TextWriter error)
    {
        var sandbox = await SandboxServer.StartAsync();
        var relay = new LocalRelay(sandbox, Build(options, sandbox));
        if (await relay.TryPrepareAsync(options, error) && await LocalServer.StartAsync(relay._app, error)) return relay;
        await relay.DisposeAsync();
        return null;
    }

    /// <summary>What a person is told once it listens.</summary>
    public async Task<string> DescribeAsync()
    {
        var config = await Services.GetRequiredService<ConfigSource>().GetAsync(CancellationToken.None);
        return Banner.Of(Url, Keys, config.ModelNames);
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

    private static WebApplication Build(LocalOptions options, SandboxServer sandbox)
    {
        var builder = LocalServer.CreateBuilder(options.Urls);
        builder.Configuration.AddUserSecrets(typeof(LocalRelay).Assembly, optional: true);
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration[LocalAccounts.SandboxSecret] = "sandbox";
        builder.Services.AddEmbeddedStorage(options.DataFolder);
        builder.Services.AddSingleton(LocalAccounts.Find(builder.Configuration, sandbox.BaseUrl));
        builder.Services.AddManagedIdentity();
        builder.AddRelay();
        builder.AddFunctions(typeof(ChatFunctions).Assembly);

        var app = builder.Build();
        app.UseDraining();
        app.MapFunctions();
        return app;
    }

    // What must be so before the first call.
    private async Task<bool> TryPrepareAsync(LocalOptions options, TextWriter error)
    {
        try
        {
            return await PrepareAsync(options, error);
        }
        catch (TableStoreException e)
        {
            await error.WriteLineAsync(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{options.ConfigFile} cannot be read: {e.Message}");
        }

        return false;
    }

    private async Task<bool> PrepareAsync(LocalOptions options, TextWriter error)
    {
        if (options.ConfigFile is { } file)
        {
            var errors = await ConfigFile.ApplyAsync(file, Services.GetRequiredService<ConfigStore>(), CancellationToken.None);
            foreach (var wrong in errors) await error.WriteLineAsync($"{file}: {wrong.Path} {wrong.Message}");
            if (errors.Count > 0) return false;
        }

        // The folder is locked, so whatever is open there is a dead process's.
        await Services.GetRequiredService<Sweep>().RunAtStartAsync(CancellationToken.None);
        Keys = await FirstKeys.MakeAsync(
            Services.GetRequiredService<KeyStore>(), Services.GetRequiredService<KeyMaker>(), CancellationToken.None);
        return true;
    }
}
