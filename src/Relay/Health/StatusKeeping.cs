using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Health;

/// <summary>Writes every half minute, and at the end, what was counted for the public status; deletes once an hour what is old.</summary>
internal sealed partial class StatusKeeping(
    StatusBook book, StatusReport report, TimeProvider time, ILogger<StatusKeeping> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Cleaning = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => book.WriteAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var cleaned = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(() => book.WriteAsync(stoppingToken));
            if (time.GetElapsedTime(cleaned) < Cleaning) continue;
            cleaned = time.GetTimestamp();
            await TryAsync(() => report.DeleteOldAsync(stoppingToken));
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (TableStoreException e)
        {
            LogFailed(e.Fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The counts of the public status were not written ({Fault}); the next time makes up for it.")]
    private partial void LogFailed(TableFault fault);
}
