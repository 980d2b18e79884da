using System.Buffers;

namespace Relay.Storage;

// Every implementation calls one of these first. What they say names rules and places, never a value.
public static partial class TableLimits
{
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~=");

    private static readonly SearchValues<char> TableCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Checks what a read of one row names.</summary>
    /// <exception cref="ArgumentException">The table's name or the key breaks a rule.</exception>
    public static void Check(string table, TableKey key)
    {
        CheckTable(table);
        CheckKey(key.Partition, "The partition key");
        CheckKey(key.Row, "The row key");
    }

    /// <summary>Checks a query.</summary>
    /// <exception cref="ArgumentException">The table's name or the query breaks a rule.</exception>
    public static void Check(string table, TableQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckTable(table);
        CheckKey(query.Partition, "The partition key");
        CheckRangeEnd(query.From, "The start of the range");
        CheckRangeEnd(query.Before, "The end of the range");
        if (query.Take is < 1 or > MaxPage) throw Broken($"A page takes from 1 to {MaxPage} rows.");
        if (query.Properties is { } names && (names.Count is 0 or > MaxProperties || !names.All(IsPropertyName)))
            throw Broken($"The properties to read are from 1 to {MaxProperties}, each by a name that a property may have.");
    }

    /// <summary>Checks a batch.</summary>
    /// <exception cref="ArgumentException">The table's name, or one of the writes, or all together, break a rule.</exception>
    public static void Check(string table, ReadOnlySpan<TableWrite> writes)
    {
        CheckTable(table);
        if (writes.Length is < 1 or > MaxBatch) throw Broken($"A batch has from 1 to {MaxBatch} writes.");

        long size = 0;
        for (var i = 0; i < writes.Length; i++)
        {
            ref readonly var write = ref writes[i];
            CheckKey(write.Key.Partition, "The partition key", i);
            CheckKey(write.Key.Row, "The row key", i);
            if (write.Key.Partition != writes[0].Key.Partition)
                throw Broken($"Write {i} is of another partition than the first.");
            if (write.ETag is "" or "*") throw Broken($"Write {i} names no state of a row: an ETag is what a read or a write gave.");

            // At most 4,950 comparisons, nearly all over at the first character: cheaper than a set.
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (writes[earlier].Key.Row == write.Key.Row) throw Broken($"Write {i} names the row of write {earlier} again.");
            }

            size += WireSizePerWrite + (write.Row is null ? CheckDelete(write, i) : CheckRow(write.Row, i));
        }

        if (size > MaxBatchSize) throw Broken($"The batch is larger than {MaxBatchSize} bytes.");
    }

    private static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        // The service ignores case; one case only, so that no two names are one table there and two here.
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetterLower(table[0])
            || table.AsSpan().ContainsAnyExcept(TableCharacters) || table == "tables")
        {
            throw Broken("A table's name is 3 to 63 lower-case letters and digits, a letter first, and not 'tables'.");
        }
    }

    private static void CheckKey(string key, string what, int write = -1)
    {
        if (key is { Length: > 0 and <= MaxKeyLength } && !key.AsSpan().ContainsAnyExcept(KeyCharacters)) return;
        var problem = key switch
        {
            null or "" => "is empty",
            { Length: > MaxKeyLength } => $"is longer than {MaxKeyLength} characters",
            _ => "holds a character that is not safe; see TableKey.Encode",
        };
        throw Broken(write < 0 ? $"{what} {problem}." : $"{what} of write {write} {problem}.");
    }

    private static void CheckRangeEnd(string? end, string what)
    {
        // An end is only compared with, so it may hold what a key may not (the character after ':', say).
        if (end is null) return;
        if (end.Length > MaxKeyLength || end.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Broken($"{what} is longer than {MaxKeyLength} characters, or holds one that is not printable ASCII.");
    }

    private static ArgumentException Broken(string rule) => new(rule);
}
