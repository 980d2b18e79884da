using System.Runtime.InteropServices;

namespace Relay.Storage.Embedded;

/// <summary>
/// The rows of one partition, ordered by row key. A list of short sorted lists: keys that come in descending
/// order, as those of records do, would move a whole array at each insert.
/// </summary>
internal sealed class RowList
{
    private const int MaxLeaf = 512;
    private readonly List<List<RowEntry>> _leaves = [];

    /// <summary>Whether no row is left.</summary>
    public bool IsEmpty => _leaves.Count == 0;

    /// <summary>Finds a row.</summary>
    public bool TryGet(string row, out RowLocation location)
    {
        var (leaf, at, found) = Find(row);
        location = found ? _leaves[leaf][at].Location : default;
        return found;
    }

    /// <summary>Adds a row, or moves it. Returns whether it was there, and where.</summary>
    public bool Set(string row, RowLocation location, out RowLocation before)
    {
        if (_leaves.Count == 0) _leaves.Add([]);
        var (leaf, at, found) = Find(row);
        var rows = _leaves[leaf];
        if (found)
        {
            ref var entry = ref CollectionsMarshal.AsSpan(rows)[at];
            before = entry.Location;
            entry = entry with { Location = location };
            return true;
        }

        before = default;
        rows.Insert(at, new RowEntry(row, location));
        if (rows.Count > MaxLeaf) Split(leaf);
        return false;
    }

    /// <summary>Takes a row away. Returns whether it was there, and where.</summary>
    public bool Remove(string row, out RowLocation before)
    {
        var (leaf, at, found) = Find(row);
        before = default;
        if (!found) return false;

        var rows = _leaves[leaf];
        before = rows[at].Location;
        rows.RemoveAt(at);
        if (rows.Count == 0) _leaves.RemoveAt(leaf);
        return true;
    }

    /// <summary>The rows from a key on, in order.</summary>
    /// <param name="from">The first key, itself included; null for all rows.</param>
    public IEnumerable<RowEntry> From(string? from)
    {
        var (leaf, at, _) = from is null ? default : Find(from);
        for (; leaf < _leaves.Count; leaf++, at = 0)
        {
            for (; at < _leaves[leaf].Count; at++) yield return _leaves[leaf][at];
        }
    }

    /// <summary>Where a row is, or where it belongs: never past the end of the leaf before its own.</summary>
    private (int Leaf, int At, bool Found) Find(string row)
    {
        // The last leaf whose first row is not after the one that is sought.
        int low = 0, high = _leaves.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (string.CompareOrdinal(_leaves[middle][0].Row, row) <= 0) low = middle;
            else high = middle - 1;
        }

        if (low >= _leaves.Count) return (0, 0, false);

        var rows = CollectionsMarshal.AsSpan(_leaves[low]);
        int first = 0, last = rows.Length;
        while (first < last)
        {
            var middle = (first + last) / 2;
            var order = string.CompareOrdinal(rows[middle].Row, row);
            if (order == 0) return (low, middle, true);
            if (order < 0) first = middle + 1;
            else last = middle;
        }

        return (low, first, false);
    }

    private void Split(int leaf)
    {
        var rows = _leaves[leaf];
        var half = rows.Count / 2;
        _leaves.Insert(leaf + 1, rows.GetRange(half, rows.Count - half));
        rows.RemoveRange(half, rows.Count - half);
    }
}
