using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>
/// Decides when the journal is compacted, and does the most of it in the background. Used by the journal's thread,
/// save for the work itself.
/// </summary>
internal sealed partial class CompactionSchedule(
    JournalDirectory directory, long floor, ILogger logger, Action ready) : IAsyncDisposable
{
    // Copying outruns writing, for it flushes once; were it not so, the change-over takes what is left.
    private const int MaxRounds = 8;
    private const long SmallRest = 1024 * 1024;

    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _stop = new();
    private Task<Compaction?>? _running;
    private long _putOffBelow;

    /// <summary>Starts a compaction when dead bytes outweigh live ones, and none is under way.</summary>
    public void StartIfDue(Journal journal)
    {
        var dead = journal.Index.DeadBytes;
        if (_running is not null || dead <= Math.Max(floor, _putOffBelow) || dead <= journal.Index.LiveBytes) return;

        _running = Task.Factory.StartNew(
            () => Copy(journal), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _running.ContinueWith(_ => ready(), TaskScheduler.Default);
    }

    /// <summary>Takes the compaction that is ready to be changed over to, if one is.</summary>
    public Compaction? TakeReady()
    {
        if (_running is not { IsCompleted: true }) return null;
        var compaction = _running.Result;
        _running = null;
        return compaction;
    }

    /// <summary>Lets the journal grow before the next attempt, or one failure would follow another.</summary>
    public void PutOff(Journal journal, Exception reason)
    {
        _putOffBelow = journal.Index.DeadBytes * 2;
        LogPutOff(reason);
    }

    /// <summary>Stops the one that is under way, and gives it up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null) (await _running)?.Abandon();
        _stop.Dispose();
    }

    private Compaction? Copy(Journal journal)
    {
        Compaction? compaction = null;
        try
        {
            compaction = new Compaction(journal, directory);
            for (var round = 0; round < MaxRounds; round++)
            {
                var read = compaction.CatchUp(_stop.Token);
                compaction.Flush();
                if (read < SmallRest) break;
            }

            return compaction;
        }
        catch (Exception e)
        {
            compaction?.Abandon();
            if (e is not OperationCanceledException) PutOff(journal, e);
            return null;
        }
    }

    [LoggerMessage(4, LogLevel.Error, "The journal could not be compacted. It goes on as it is, and will be tried again when it has grown.")]
    private partial void LogPutOff(Exception reason);
}
