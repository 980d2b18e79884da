using Microsoft.Extensions.DependencyInjection;
using Relay.Gate;
using Relay.Ledger;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Local.Start;

/// <summary>
/// What must be so before the first call: the config file is applied, what a dead process left open is settled, and
/// there are keys.
/// </summary>
internal sealed class Preparation(IServiceProvider services, LocalOptions options, TextWriter error)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The keys that it made; null when there were some.</summary>
    public FirstKeys? Keys { get; private set; }

    /// <summary>Whether the config file was put into force now; null when there is none.</summary>
    public bool? IsFileNew { get; private set; }

    /// <summary>Does it once.</summary>
    /// <returns>Whether it is done; false when the start is to be given up, which was said then.</returns>
    /// <exception cref="TableStoreException">A storage account does not answer. It may do so yet.</exception>
    public async Task<bool> RunAsync()
    {
        try
        {
            return await PrepareAsync();
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
                return await RunAsync();
            }
            catch (TableStoreException)
            {
                // It was said already, and calls are told as well.
            }
        }
    }

    private async Task<bool> PrepareAsync()
    {
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
        Keys = await FirstKeys.MakeAsync(
            services.GetRequiredService<KeyStore>(), services.GetRequiredService<KeyMaker>(), CancellationToken.None);
        return true;
    }
}
