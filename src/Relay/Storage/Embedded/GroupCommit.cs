using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Relay.Storage.Embedded;

/// <summary>
/// Commits writes in groups: one thread takes all that wait, decides on each in its turn, and puts those that fit onto
/// the disk with one write. What comes meanwhile is the next group.
/// </summary>
internal sealed partial class GroupCommit : IDisposable
{
    /// <summary>How long the line of a group grows before the rest waits for the next.</summary>
    private const int GroupSize = 4 * 1024 * 1024;

    private readonly BlockingCollection<PendingWrite> _waiting = new(new ConcurrentQueue<PendingWrite>());
    private readonly JournalLine _line = new();
    private readonly List<(PendingWrite Write, TableResult Result)> _group = [];
    private readonly List<RowChange> _changes = [];
    private readonly Dictionary<(string Table, TableKey Key), long?> _ahead = [];
    private readonly JournalState _state;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private Task<Compaction>? _compaction;
    private volatile bool _failed;

    /// <summary>Starts the committing thread. It waits for the disk, which is no work for a thread of the pool.</summary>
    public GroupCommit(JournalState state, ILogger log)
    {
        _state = state;
        _log = log;
        _thread = new(Run) { IsBackground = true, Name = "Relay journal" };
        _thread.Start();
    }

    /// <summary>Has a batch committed; durable when the task ends.</summary>
    /// <exception cref="TableStoreException">The disk has failed, or the store is closed.</exception>
    public Task<TableResult> AddAsync(PendingWrite write)
    {
        try
        {
            if (!_failed && _waiting.TryAdd(write)) return write.Task;
        }
        catch (InvalidOperationException)
        {
            // Closed between the two.
        }

        throw Unavailable(null);
    }

    /// <summary>Commits what waits, then ends the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        if (_compaction is { } running && running.ContinueWith(_ => { }, TaskScheduler.Default).Wait(Timeout.Infinite)
            && running.IsCompletedSuccessfully)
            running.Result.Dispose();
        _line.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            if (_failed)
            {
                first.SetException(Unavailable(null));
                continue;
            }

            Collect(first);
            Commit();
            Compact();
        }
    }

    private void Collect(PendingWrite first)
    {
        _line.Begin(_state.Sequence);
        for (var write = first; write is not null; write = _line.Length < GroupSize && _waiting.TryTake(out var next) ? next : null)
            _group.Add((write, Decide(write)));
    }

    // Decides on a batch as if all before it in the group were durable: either all are, or none is shown.
    private TableResult Decide(PendingWrite pending)
    {
        var writes = pending.Writes.Span;
        for (var i = 0; i < writes.Length; i++)
        {
            if (StatusOf(pending.Table, writes[i]) is var status and not TableStatus.Done)
                return TableResult.Failed(status, i);
        }

        var etags = new string?[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            var write = writes[i];
            var etag = ++_state.Sequence;
            var (offset, length) = _line.Add(pending.Table, write, etag);
            var deleted = write.Kind == TableWriteKind.Delete;
            _ahead[(pending.Table, write.Key)] = deleted ? null : etag;
            _changes.Add(new(pending.Table, write.Key, deleted ? null : new RowPlace(offset, length, etag)));
            etags[i] = deleted ? null : RowJson.ToETag(etag);
        }

        return new(TableStatus.Done, -1, etags);
    }

    private TableStatus StatusOf(string table, in TableWrite write)
    {
        if (write.Kind == TableWriteKind.Upsert) return TableStatus.Done;
        var etag = _ahead.TryGetValue((table, write.Key), out var ahead) ? ahead : _state.ETagOf(table, write.Key);
        if (write.Kind == TableWriteKind.Insert) return etag is null ? TableStatus.Done : TableStatus.Conflict;
        return etag is null ? TableStatus.NotFound
            : write.ETag is not null && write.ETag != RowJson.ToETag(etag.Value) ? TableStatus.Changed
            : TableStatus.Done;
    }

    private void Commit()
    {
        try
        {
            if (_changes.Count > 0) _state.Commit(_line.End().Span, _changes);
            foreach (var (write, result) in _group) write.SetResult(result);
        }
        catch (IOException e)
        {
            // After a failed flush nobody knows what the disk has; only reading it anew can tell.
            _failed = true;
            LogFailed(e);
            foreach (var (write, _) in _group) write.SetException(Unavailable(e));
        }
        finally
        {
            _group.Clear();
            _changes.Clear();
            _ahead.Clear();
        }
    }

    private void Compact()
    {
        if (_compaction is null)
        {
            if (_state.IsWorthCompacting) _compaction = _state.BeginCompaction();
            return;
        }

        if (!_compaction.IsCompleted) return;
        try
        {
            using var compaction = _compaction.GetAwaiter().GetResult();
            _state.Finish(compaction);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotCompacted(e);
        }
        finally
        {
            _compaction = null;
        }
    }

    private static TableStoreException Unavailable(Exception? inner) => new(
        TableFault.Unavailable, "The journal cannot be written. Look at the disk, then start Relay again.", inner);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The journal cannot be written; no call is taken until Relay is started again.")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal could not be compacted; it goes on growing for now.")]
    private partial void LogNotCompacted(Exception e);
}
