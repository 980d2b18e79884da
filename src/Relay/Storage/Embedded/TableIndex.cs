namespace Relay.Storage.Embedded;

/// <summary>Which rows there are and where. Not thread-safe: the store guards it.</summary>
internal sealed class TableIndex
{
    private readonly Dictionary<(string Table, string Partition), Partition> _partitions = [];

    /// <summary>The bytes of all rows that are there, as the journal has them.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Finds a row.</summary>
    public bool TryGet(string table, TableKey key, out RowPlace place)
    {
        place = default;
        return _partitions.TryGetValue((table, key.Partition), out var partition)
            && partition.Places.TryGetValue(key.Row, out place);
    }

    /// <summary>Adds or moves a row.</summary>
    public void Set(string table, TableKey key, RowPlace place)
    {
        if (!_partitions.TryGetValue((table, key.Partition), out var partition))
            _partitions.Add((table, key.Partition), partition = new());
        if (partition.Places.TryGetValue(key.Row, out var before)) LiveBytes -= before.Length;
        else partition.Order.Add(key.Row);
        partition.Places[key.Row] = place;
        LiveBytes += place.Length;
    }

    /// <summary>Takes a row away, if it is there.</summary>
    public void Remove(string table, TableKey key)
    {
        if (!_partitions.TryGetValue((table, key.Partition), out var partition)) return;
        if (!partition.Places.Remove(key.Row, out var before)) return;
        partition.Order.Remove(key.Row);
        LiveBytes -= before.Length;
        if (partition.Places.Count == 0) _partitions.Remove((table, key.Partition));
    }

    /// <summary>The rows of a range, in order.</summary>
    public IEnumerable<(string Row, RowPlace Place)> Range(string table, string partition, string? from, string? before)
    {
        if (!_partitions.TryGetValue((table, partition), out var found)) yield break;
        if (found.Order.Max is not { } last || (from is not null && string.CompareOrdinal(from, last) > 0)) yield break;
        foreach (var row in from is null ? found.Order : found.Order.GetViewBetween(from, last))
        {
            if (before is not null && string.CompareOrdinal(row, before) >= 0) yield break;
            yield return (row, found.Places[row]);
        }
    }

    /// <summary>Every row.</summary>
    public IEnumerable<(string Table, TableKey Key, RowPlace Place)> All() =>
        from partition in _partitions
        from row in partition.Value.Places
        select (partition.Key.Table, new TableKey(partition.Key.Partition, row.Key), row.Value);

    private sealed class Partition
    {
        public SortedSet<string> Order { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, RowPlace> Places { get; } = new(StringComparer.Ordinal);
    }
}
