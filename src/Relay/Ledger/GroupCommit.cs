using Relay.Storage;

namespace Relay.Ledger;

/// <summary>
/// Writes rows of many calls together: what comes for one partition within a short time is one batch, up to 100 rows. A
/// row is durable when its writing returns.
/// </summary>
internal sealed class GroupCommit(ITableStore store, CommitLinger linger, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, string Partition), CommitGroup> _gathering = [];

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
                group = begun = _gathering[place] = new();
                written = group.TryAdd(write)!;
            }
            else if (group!.IsFull)
            {
                ready = group;
                _gathering.Remove(place);
            }
        }

        if (ready is not null) _ = ready.SendAsync(store, place.Table);
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
        }

        await group.SendAsync(store, place.Table);
    }
}
