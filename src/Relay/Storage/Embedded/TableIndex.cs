namespace Relay.Storage.Embedded;

/// <summary>
/// Where each live row stands in one journal. It holds keys and places, not rows. Safe to read from any
/// thread; its lock is held for memory only, never over a read of the disk.
/// </summary>
internal sealed class TableIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, RowList>> _tables = [];

    /// <summary>The bytes of the live rows. Read by the journal's writer only, as is <see cref="DeadBytes"/>.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>The bytes of the rows that were replaced or deleted, and of the notes that say so.</summary>
    public long DeadBytes { get; private set; }

    /// <summary>Finds the present state of a row.</summary>
    public RowLocation? Find(string table, TableKey key)
    {
        lock (_lock)
        {
            return _tables.TryGetValue(table, out var partitions)
                && partitions.TryGetValue(key.Partition, out var rows)
                && rows.TryGet(key.Row, out var location) ? location : null;
        }
    }

    /// <summary>Finds the rows of one page.</summary>
    /// <param name="table">The table.</param>
    /// <param name="query">The range.</param>
    /// <param name="maxBytes">The most bytes of all the rows; the first comes however large it is.</param>
    /// <param name="entries">Takes the rows.</param>
    /// <returns>Whether rows of the range are left.</returns>
    public bool FindPage(string table, TableQuery query, int maxBytes, List<RowEntry> entries)
    {
        lock (_lock)
        {
            if (!_tables.TryGetValue(table, out var partitions)
                || !partitions.TryGetValue(query.Partition, out var rows))
            {
                return false;
            }

            long bytes = 0;
            foreach (var entry in rows.From(FirstKey(query)))
            {
                if (query.Before is not null && string.CompareOrdinal(entry.Row, query.Before) >= 0) return false;
                if (entry.Row == query.Continuation) continue;
                bytes += entry.Location.Length;
                if (entries.Count == query.Take || (entries.Count > 0 && bytes > maxBytes)) return true;
                entries.Add(entry);
            }

            return false;
        }
    }

    /// <summary>Makes changes seen, all at once.</summary>
    public void Apply(List<RowChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes) Apply_NeedsLock(change);
        }
    }

    /// <summary>Makes one change seen.</summary>
    public void Apply(in RowChange change)
    {
        lock (_lock) Apply_NeedsLock(change);
    }

    private static string? FirstKey(TableQuery query) =>
        string.CompareOrdinal(query.From, query.Continuation) >= 0 ? query.From : query.Continuation;

    private void Apply_NeedsLock(in RowChange change)
    {
        if (change.IsDelete) Remove_NeedsLock(change);
        else Set_NeedsLock(change);
    }

    private void Set_NeedsLock(in RowChange change)
    {
        if (!_tables.TryGetValue(change.Table, out var partitions))
            _tables.Add(change.Table, partitions = []);
        if (!partitions.TryGetValue(change.Key.Partition, out var rows))
            partitions.Add(change.Key.Partition, rows = new RowList());

        LiveBytes += change.Location.Length;
        if (rows.Set(change.Key.Row, change.Location, out var before)) Bury_NeedsLock(before);
    }

    private void Remove_NeedsLock(in RowChange change)
    {
        DeadBytes += change.Location.Length;
        if (!_tables.TryGetValue(change.Table, out var partitions)
            || !partitions.TryGetValue(change.Key.Partition, out var rows)
            || !rows.Remove(change.Key.Row, out var before))
        {
            return;
        }

        Bury_NeedsLock(before);
        // Partitions come and go (an hour's records, an instance's open calls): none stays behind empty.
        if (rows.IsEmpty) partitions.Remove(change.Key.Partition);
    }

    private void Bury_NeedsLock(in RowLocation before)
    {
        LiveBytes -= before.Length;
        DeadBytes += before.Length;
    }
}
