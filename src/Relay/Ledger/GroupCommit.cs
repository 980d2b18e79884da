using Relay.Storage;

namespace Relay.Ledger;

/// <summary>
/// Writes rows of many calls together: what comes for one partition within a short time is one batch, up to 100 rows. A
/// row for a partition to which nothing is under way does not wait: there is no crowd to wait for. A row is durable when
/// its writing returns.
/// </summary>
internal sealed class GroupCommit(ITableStore store, CommitLinger linger, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, string Partition), CommitGroup> _gathering = [];
    private readonly Dictionary<(string Table, string Partition), int> _sending = [];

    /// <summary>Writes a row.</summary>
    /// <exception cref="ArgumentException">The row breaks a rule of <see cref="TableLimits"/>.</exception>
    /// <exception cref="TableStoreException">Storage does not answer; the row may be written or not.</exception>
    public async ValueTask<TableStatus> WriteAsync(string table, TableWrite write)
    {
        if (linger.Time == TimeSpan.Zero)
            return (await store.WriteAsync(table, new[] { write }, CancellationToken.None)).Status;

        // Before it joins others, or all of them would fail for it.
        TableLimits.Check(table, [write]);
        return await Gather((table, write.Key.Partition), write);
    }

    private Task<TableStatus> Gather((string Table, string Partition) place, in TableWrite write)
    {
        CommitGroup? ready = null;
        CommitGroup? begun = null;
        Task<TableStatus>? written;
        lock (_lock)
        {
            var group = _gathering.GetValueOrDefault(place);
            written = group?.TryAdd(write);
            if (written is null)
            {
                ready = group;
                group = new();
                written = group.TryAdd(write)!;
                if (ready is null && !_sending.ContainsKey(place)) ready = group;
                else begun = _gathering[place] = group;
            }
            else if (group!.IsFull)
            {
                ready = group;
                _gathering.Remove(place);
            }

            if (ready is not null) Count_NeedsLock(place, 1);
        }

        if (ready is not null) _ = SendAsync(place, ready);
        if (begun is not null) _ = SendLaterAsync(place, begun);
        return written;
    }

    private async Task SendLaterAsync((string Table, string Partition) place, CommitGroup group)
    {
        await Task.Delay(linger.Time, time, CancellationToken.None);
        lock (_lock)
        {
            // Whoever found it full has sent it.
            if (_gathering.GetValueOrDefault(place) != group) return;
            _gathering.Remove(place);
            Count_NeedsLock(place, 1);
        }

        await SendAsync(place, group);
    }

    private async Task SendAsync((string Table, string Partition) place, CommitGroup group)
    {
        await group.SendAsync(store, place.Table);
        lock (_lock) Count_NeedsLock(place, -1);
    }

    private void Count_NeedsLock((string Table, string Partition) place, int more)
    {
        var count = _sending.GetValueOrDefault(place) + more;
        if (count == 0) _sending.Remove(place);
        else _sending[place] = count;
    }
}
