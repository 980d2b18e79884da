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

    /// <summary>
    /// Ends a compaction that is ready: copies the little that is left, and gives the new journal the old one's name.
    /// </summary>
    /// <returns>The new journal, which is to be written from now on; null when there is none.</returns>
    public Journal? TakeOver(Journal old)
    {
        if (_running is not { IsCompleted: true }) return null;
        var compaction = _running.Result;
        _running = null;
        if (compaction is null) return null;

        try
        {
            compaction.CatchUp(CancellationToken.None);
            compaction.Finish();
            directory.RenameNew();
        }
        catch (Exception e)
        {
            compaction.Abandon();
            PutOff(old, e);
            return null;
        }

        compaction.Dispose();
        LogCompacted(old.Length, compaction.Target.Length);
        return compaction.Target;
    }

    /// <summary>Stops the one that is under way, and gives it up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null) (await _running)?.Abandon();
        _stop.Dispose();
    }

    // One failure would follow another, were the journal not left to grow before the next attempt.
    private void PutOff(Journal journal, Exception reason)
    {
        _putOffBelow = journal.Index.DeadBytes * 2;
        LogPutOff(reason);
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

    [LoggerMessage(3, LogLevel.Information, "The journal was compacted from {Before} to {After} bytes.")]
    private partial void LogCompacted(long before, long after);

    [LoggerMessage(4, LogLevel.Error, "The journal could not be compacted. It goes on as it is, and will be tried again when it has grown.")]
    private partial void LogPutOff(Exception reason);
}
