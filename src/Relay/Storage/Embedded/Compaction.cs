using System.Buffers;

namespace Relay.Storage.Embedded;

/// <summary>
/// A copy of the journal with only the rows that are there. Most of it is copied beside the store's work; what changed
/// meanwhile is copied by <see cref="Finish"/>, while no group is being committed.
/// </summary>
internal sealed class Compaction : IDisposable
{
    /// <summary>How long a line of copied rows grows.</summary>
    private const int LineSize = 1024 * 1024;

    private readonly Dictionary<(string Table, TableKey Key), RowPlace> _copied = [];
    private readonly JournalLine _line = new();
    private readonly string _path;
    private JournalFile? _file;

    /// <summary>Makes an empty copy.</summary>
    public Compaction(string path)
    {
        _path = PathOf(path);
        File.Delete(_path);
        _file = JournalFile.Open(_path);
    }

    /// <summary>Where the copy of a journal is made. One that is found at a start was never finished.</summary>
    public static string PathOf(string journal) => journal + ".new";

    /// <summary>Copies rows.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Copy(IEnumerable<(string Table, TableKey Key, RowPlace Place)> rows, JournalFile from, long sequence)
    {
        var pending = new List<(string Table, TableKey Key, RowPlace Place)>();
        var buffer = ArrayPool<byte>.Shared.Rent(TableLimits.MaxRowSize * 2);
        _line.Begin(sequence);
        foreach (var (table, key, place) in rows)
        {
            var row = buffer.AsSpan(0, place.Length);
            from.Read(row, place.Offset);
            var (offset, length) = _line.Add(row);
            pending.Add((table, key, place with { Offset = offset, Length = length }));
            if (_line.Length >= LineSize) Flush(pending, sequence);
        }

        Flush(pending, sequence);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Copies what is not in the copy yet, and puts it in the journal's place.</summary>
    /// <returns>The file, which is the caller's now, and its index.</returns>
    /// <exception cref="IOException">The disk refuses; the journal is as it was.</exception>
    public (JournalFile File, TableIndex Index) Finish(string path, TableIndex index, JournalFile from, long sequence)
    {
        // A row that was written again has another ETag than its copy.
        Copy(index.All().Where(row => !_copied.TryGetValue((row.Table, row.Key), out var copy) || copy.ETag != row.Place.ETag),
            from, sequence);

        var live = new TableIndex();
        var stale = new List<(string Table, TableKey Key, RowPlace Place)>();
        foreach (var ((table, key), place) in _copied)
        {
            if (index.TryGet(table, key, out _)) live.Set(table, key, place);
            else stale.Add((table, key, place));
        }

        Delete(stale, sequence);
        JournalFile.Replace(_path, path);
        var file = _file!;
        _file = null;
        return (file, live);
    }

    /// <summary>Gives the copy up, unless it was finished.</summary>
    public void Dispose()
    {
        _line.Dispose();
        if (_file is null) return;
        _file.Dispose();
        File.Delete(_path);
    }

    // Rows that were deleted after they had been copied.
    private void Delete(List<(string Table, TableKey Key, RowPlace Place)> rows, long sequence)
    {
        if (rows.Count == 0) return;
        _line.Begin(sequence);
        foreach (var (table, key, place) in rows) _line.Add(table, TableWrite.Delete(key), place.ETag);
        _file!.Append(_line.End().Span);
    }

    private void Flush(List<(string Table, TableKey Key, RowPlace Place)> pending, long sequence)
    {
        var start = _file!.Append(_line.End().Span);
        foreach (var (table, key, place) in pending) _copied[(table, key)] = place with { Offset = start + place.Offset };
        pending.Clear();
        _line.Begin(sequence);
    }
}
