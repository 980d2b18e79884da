using Microsoft.Extensions.DependencyInjection;
using Relay.Gate;
using Relay.Ledger;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Local.Start;

/// <summary>
/// What must be so before the first call: a deployed admin key is one, the config file is applied, what a dead process
/// left open is settled, and there are keys.
/// </summary>
internal sealed class Preparation(IServiceProvider services, LocalOptions options, TextWriter error)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private string? _admin;

    /// <summary>The keys that it made; null when there were some.</summary>
    public FirstKeys? Keys { get; private set; }

    /// <summary>Whether the config file was put into force now; null when there is none.</summary>
    public bool? IsFileNew { get; private set; }

    /// <summary>Does it once, but for the keys.</summary>
    /// <returns>Whether it is done; false when the start is to be given up, which was said then.</returns>
    /// <exception cref="TableStoreException">A storage account does not answer. It may do so yet.</exception>
    public Task<bool> RunAsync() => TryAsync(PrepareAsync);

    /// <summary>Makes the keys of a relay that has none; done when nothing can keep them from being shown any more.</summary>
    /// <returns>Whether it is done; false when the start is to be given up, which was said then.</returns>
    /// <exception cref="TableStoreException">A storage account does not answer. It may do so yet.</exception>
    public Task<bool> MakeKeysAsync() => TryAsync(async () =>
    {
        // It is shown beside the keys, and once it was read it is known: were it read behind them, that could fail.
        await services.GetRequiredService<ConfigSource>().GetAsync(CancellationToken.None);
        var maker = services.GetRequiredService<KeyMaker>();
        // Kept over a try whose second half failed.
        _admin ??= await FirstKeys.MakeAdminAsync(services.GetRequiredService<KeyStore>(), maker, CancellationToken.None);
        if (_admin is not null) Keys = await FirstKeys.AddRelayAsync(_admin, maker, CancellationToken.None);
        return true;
    });

    /// <summary>Does it as soon as a storage account that was silent answers.</summary>
    /// <param name="stopping">Ends the trying.</param>
    /// <returns>Whether it is done.</returns>
    public async Task<bool> RunUntilDoneAsync(CancellationToken stopping)
    {
        var time = services.GetRequiredService<TimeProvider>();
        while (true)
        {
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return false;
            try
            {
                return await RunAsync() && await MakeKeysAsync();
            }
            catch (TableStoreException)
            {
                // It was said already, and calls are told as well.
            }
        }
    }

    private async Task<bool> PrepareAsync()
    {
        // Ignored, it would be a 401 for every management call, and nothing to say why.
        if (await services.GetRequiredService<DeployedAdminKey>().FaultAsync(CancellationToken.None) is { } fault)
        {
            await error.WriteLineAsync(fault);
            return false;
        }

        if (options.ConfigFile is { } file)
        {
            var (errors, isNew) = await ConfigFile.ApplyAsync(file, services.GetRequiredService<ConfigStore>(), CancellationToken.None);
            foreach (var wrong in errors) await error.WriteLineAsync($"{file}: {wrong.Path} {wrong.Message}");
            if (errors.Count > 0) return false;
            // It may have been a try before that put it into force.
            IsFileNew = isNew || IsFileNew == true;
        }

        var sweep = services.GetRequiredService<Sweep>();
        // A folder is locked, so whatever is open there is a dead process's. An account has other living ones: what has
        // not expired is left to the timer.
        _ = options.Storage is null
            ? await sweep.RunAtStartAsync(CancellationToken.None)
            : await sweep.RunAsync(CancellationToken.None);
        return true;
    }

    private async Task<bool> TryAsync(Func<Task<bool>> step)
    {
        try
        {
            return await step();
        }
        catch (TableStoreException e) when (options.Storage is null || e.Fault == TableFault.Damaged)
        {
            await error.WriteLineAsync(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{options.ConfigFile} cannot be read: {e.Message}");
        }

        return false;
    }
}
