using Relay.Storage;

namespace Relay.Tests.Storage.Embedded;

/// <summary>What a table store should hold, said as plainly as can be.</summary>
internal sealed class TableModel
{
    private readonly Dictionary<(string Table, TableKey Key), (long N, string ETag)> _rows = [];
    private readonly HashSet<string> _etags = [];
    private long _number;

    public long NextNumber() => ++_number;

    public string? ETagOf(string table, TableKey key, bool stale) =>
        stale ? _etags.FirstOrDefault() : _rows.TryGetValue((table, key), out var row) ? row.ETag : null;

    public (TableStatus Status, int Index) Expect(string table, TableWrite[] batch)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            var write = batch[i];
            var there = _rows.TryGetValue((table, write.Key), out var row);
            if (write.Kind == TableWriteKind.Insert && there) return (TableStatus.Conflict, i);
            if (write.Kind is TableWriteKind.Insert or TableWriteKind.Upsert) continue;
            if (!there) return (TableStatus.NotFound, i);
            if (write.ETag is not null && write.ETag != row.ETag) return (TableStatus.Changed, i);
        }

        return (TableStatus.Done, -1);
    }

    public void Apply(string table, TableWrite[] batch, IReadOnlyList<string?> etags)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            if (batch[i].Kind == TableWriteKind.Delete)
            {
                Assert.Null(etags[i]);
                _rows.Remove((table, batch[i].Key));
                continue;
            }

            Assert.True(batch[i].Row!.TryGet("n", out var n));
            _rows[(table, batch[i].Key)] = (n.AsInt64(), etags[i]!);
        }

        // No ETag was ever given before, to any row: more than is promised, but it is what this store does.
        foreach (var etag in etags.OfType<string>().Distinct()) Assert.True(_etags.Add(etag));
    }

    public string? Find(string table, TableKey key) =>
        _rows.TryGetValue((table, key), out var row) ? $"{key.Row}={row.N} {row.ETag}" : null;

    public IEnumerable<string?> Range(string table, string partition, string? from, string? before) => _rows.Keys
        .Where(row => row.Table == table && row.Key.Partition == partition)
        .Where(row => from is null || string.CompareOrdinal(row.Key.Row, from) >= 0)
        .Where(row => before is null || string.CompareOrdinal(row.Key.Row, before) < 0)
        .OrderBy(row => row.Key.Row, StringComparer.Ordinal)
        .Select(row => Find(table, row.Key));
}
