using Relay.Storage;

namespace Relay.Ledger;

/// <summary>Rows of one partition that are gathered for one batch, and who waits for each. Not safe for two threads.</summary>
internal sealed class CommitGroup
{
    /// <summary>Rows of a call are small; a quarter of what a batch may hold stays free for what the guess leaves out.</summary>
    private const long MostBytes = TableLimits.MaxBatchSize * 3L / 4;

    private readonly List<TableWrite> _writes = [];
    private readonly List<TaskCompletionSource<TableStatus>> _waiting = [];
    private long _size;

    /// <summary>Whether no other row has a place.</summary>
    public bool IsFull => _writes.Count == TableLimits.MaxBatch;

    /// <summary>Takes a row in.</summary>
    /// <param name="write">The row, checked against the limits by itself.</param>
    /// <returns>Ends when the group is durable; null when the row has no place, or is in the group already.</returns>
    public Task<TableStatus>? TryAdd(in TableWrite write)
    {
        var size = TableLimits.SizeOf(write);
        if (IsFull || (_writes.Count > 0 && _size + size > MostBytes)) return null;
        foreach (var other in _writes)
        {
            if (other.Key.Row == write.Key.Row) return null;
        }

        // Continued elsewhere: the one who sends has others to tell.
        var waiting = new TaskCompletionSource<TableStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Add(write);
        _waiting.Add(waiting);
        _size += size;
        return waiting.Task;
    }

    /// <summary>Writes the group. A row that does not fit the table's state is told so, and the others go without it.</summary>
    public async Task SendAsync(ITableStore store, string table)
    {
        try
        {
            while (_writes.Count > 0)
            {
                var result = await store.WriteAsync(table, _writes.ToArray(), CancellationToken.None);
                if (result.IsDone)
                {
                    _waiting.ForEach(waiting => waiting.SetResult(TableStatus.Done));
                    return;
                }

                _waiting[result.Index].SetResult(result.Status);
                _writes.RemoveAt(result.Index);
                _waiting.RemoveAt(result.Index);
            }
        }
        catch (Exception e)
        {
            _waiting.ForEach(waiting => waiting.SetException(e));
        }
    }
}
