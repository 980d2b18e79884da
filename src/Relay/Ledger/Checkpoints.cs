using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Ledger;

/// <summary>Has the ledger write every 15 s how far the open calls have come.</summary>
internal sealed partial class Checkpoints(CallLedger ledger, TimeProvider time, ILogger<Checkpoints> log) : BackgroundService
{
    /// <summary>How much of a long stream's estimate a crash can lose.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ledger.CheckpointAsync(stoppingToken);
            }
            catch (TableStoreException e)
            {
                LogFailed(e.Fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage does not answer ({Fault}); the next checkpoint makes up for this one.")]
    private partial void LogFailed(TableFault fault);
}
