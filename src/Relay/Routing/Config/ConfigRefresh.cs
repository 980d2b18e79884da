using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Routing.Config;

/// <summary>Looks every 2.5 s whether the config's head has moved, beside the calls.</summary>
internal sealed partial class ConfigRefresh(ConfigSource source, TimeProvider time, ILogger<ConfigRefresh> log) : BackgroundService
{
    /// <summary>Half of the 5 s in which a change is to hold everywhere.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2.5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Before the first call there is nobody to refresh it for.
            if (!source.IsRead) continue;
            try
            {
                await source.RefreshAsync(stoppingToken);
            }
            catch (TableStoreException e)
            {
                LogFailed(e.Fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The config could not be read ({Fault}); the one in force stays.")]
    private partial void LogFailed(TableFault fault);
}
