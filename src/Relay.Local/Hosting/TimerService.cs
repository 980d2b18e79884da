using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Relay.Local.Hosting;

/// <summary>
/// Runs every timer function on its schedule, each in a loop of its own, so that none overlaps itself. What
/// falls due while a function still runs is left out, as the Functions host does.
/// </summary>
internal sealed partial class TimerService(
    FunctionCatalog catalog,
    HostJson hostJson,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<TimerService> logger) : IHostedService, IDisposable
{
    // How long a loop sleeps before it looks at the clock again: a timer does not count while a laptop sleeps,
    // nor does it follow a clock that is set.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Starts the schedules.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        _loops = Task.WhenAll(catalog.Timers.Select(timer =>
        {
            var due = timer.RunOnStartup ? now : timer.Schedule.GetNextOccurrence(now);
            return Task.Run(() => LoopAsync(timer, due), CancellationToken.None);
        }));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Cancels what runs and waits for it, no longer than the host's grace. The host calls this when its last
    /// request has ended: until then timers go on, for the calls that are drained may need their work.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoopAsync(TimerFunction timer, DateTime due)
    {
        while (await SleepUntilAsync(due))
        {
            await RunAsync(timer);
            var now = time.GetUtcNow().UtcDateTime;
            // A clock that was set back must not run the same occurrence again.
            due = timer.Schedule.GetNextOccurrence(now > due ? now : due);
        }
    }

    /// <returns>False when the host stops first.</returns>
    private async Task<bool> SleepUntilAsync(DateTime due)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var left = due - time.GetUtcNow().UtcDateTime;
            if (left <= TimeSpan.Zero)
                return true;
            await Task.Delay(left < LongestSleep ? left : LongestSleep, time, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    private async Task RunAsync(TimerFunction timer)
    {
        using var timeout = new CancellationTokenSource(hostJson.FunctionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, timeout.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            // Nothing keeps the schedule's state over a restart here, and that is what an empty TimerInfo says.
            await timer.Call(timer.Create(scope.ServiceProvider, null), new TimerInfo(), either.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogCutShort(logger, timer.Name);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, timer.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Function} was cut short: the host stops.")]
    private static partial void LogCutShort(ILogger logger, string function);

    [LoggerMessage(2, LogLevel.Error, "{Function} failed; it runs again when it is next due.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function);
}
