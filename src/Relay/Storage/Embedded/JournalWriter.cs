using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>
/// The one writer of the journal. Callers leave their batches in a queue; a thread of its own takes all that wait,
/// and commits them as one group. The slower the disk, the larger the groups.
/// </summary>
/// <remarks>
/// After a failed write or flush nobody knows what the disk holds (a second flush may well say that all is good),
/// so nothing more is written until the journal has been read again from its beginning.
/// </remarks>
internal sealed partial class JournalWriter : IAsyncDisposable
{
    private const int FullGroup = 8 * 1024 * 1024;

    private readonly JournalDirectory _directory;
    private readonly CompactionSchedule _compactions;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommitGroup _group = new();
    private List<PendingWrite> _queue = [];
    private List<PendingWrite> _taken = [];
    private volatile Journal _journal;
    private Exception? _failure;
    private bool _closing;

    /// <summary>Starts the thread.</summary>
    /// <param name="journal">The journal, now this writer's own.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="compactionFloor">The dead bytes below which the journal is left as it is.</param>
    /// <param name="logger">Told of failures and compactions.</param>
    public JournalWriter(Journal journal, JournalDirectory directory, long compactionFloor, ILogger logger)
    {
        _journal = journal;
        _directory = directory;
        _logger = logger;
        _compactions = new CompactionSchedule(directory, compactionFloor, logger, ready: () => _work.Release());
        new Thread(Run) { IsBackground = true, Name = "Relay journal" }.Start();
    }

    /// <summary>The journal to read from, kept open until <see cref="Journal.Release"/>.</summary>
    /// <exception cref="TableStoreException">The store is closed.</exception>
    public Journal Acquire()
    {
        while (true)
        {
            // It may be replaced between the two; then there is another.
            var journal = _journal;
            if (journal.TryAcquire()) return journal;
            if (Volatile.Read(ref _closing) && journal == _journal) throw Refusal();
        }
    }

    /// <summary>Hands a batch to the thread.</summary>
    /// <returns>A task that ends when the batch is durable, or did not fit.</returns>
    public Task<TableResult> WriteAsync(PendingWrite write)
    {
        lock (_gate)
        {
            if (_closing || _failure is not null)
            {
                write.Fail(Refusal());
                return write.Task;
            }

            _queue.Add(write);
            // The first one has woken the thread, and it takes all.
            if (_queue.Count > 1) return write.Task;
        }

        _work.Release();
        return write.Task;
    }

    /// <summary>Commits what waits, then closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closing) return;
            _closing = true;
        }

        _work.Release();
        await _stopped.Task;
        await _compactions.DisposeAsync();
        _journal.Release();
    }

    private void Run()
    {
        for (var closing = false; !closing;)
        {
            if (_failure is null) _compactions.StartIfDue(_journal);
            _work.Wait();
            lock (_gate)
            {
                (_queue, _taken) = (_taken, _queue);
                closing = _closing;
            }

            CommitTaken();
            _taken.Clear();
            if (_failure is null && _compactions.TakeOver(_journal) is { } compacted) ChangeOver(compacted);
        }

        _stopped.SetResult();
    }

    private void CommitTaken()
    {
        var first = 0;
        while (first < _taken.Count && _failure is null)
        {
            try
            {
                var next = first;
                _group.Begin(_journal);
                while (next < _taken.Count && _group.Length < FullGroup) _group.Add(_taken[next++]);
                _group.Commit();
                first = next;
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        for (; first < _taken.Count; first++) _taken[first].Fail(Refusal());
    }

    private void ChangeOver(Journal compacted)
    {
        var old = _journal;
        _journal = compacted;
        old.Release();
        try
        {
            _directory.Flush();
        }
        catch (Exception e)
        {
            // After a loss of power the old journal could be back, without what is written from here on.
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        lock (_gate)
        {
            if (_failure is not null) return;
            _failure = e;
        }

        LogFailed(e);
    }

    private TableStoreException Refusal() => _failure is null
        ? new TableStoreException(TableFault.Unavailable, "The store is closed.")
        : new TableStoreException(
            TableFault.Unavailable,
            "The journal could not be written, and takes no more writes until Relay is started again. Is the disk full?",
            _failure);

    [LoggerMessage(2, LogLevel.Critical, "The journal could not be written. It takes no more writes until Relay is started again.")]
    private partial void LogFailed(Exception e);
}
