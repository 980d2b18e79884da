using System.Buffers;

namespace Relay.Storage;

/// <summary>The limits of Azure Table Storage, which hold for every store so that none is a surprise in production.</summary>
/// <remarks>https://learn.microsoft.com/azure/storage/tables/scalability-targets</remarks>
public static class TableLimits
{
    /// <summary>The most writes in one batch.</summary>
    public const int MaxBatch = 100;

    /// <summary>The most rows in one page.</summary>
    public const int MaxPage = 1000;

    /// <summary>The most characters of a key: the service's 1,024, halved to what its emulator takes.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The most properties of a row, beside its keys and its timestamp.</summary>
    public const int MaxProperties = 252;

    /// <summary>The most bytes of a text (in UTF-16) or binary property: 64 KiB.</summary>
    public const int MaxPropertySize = 64 * 1024;

    /// <summary>The most bytes of a row, names and values together: 1 MiB.</summary>
    public const int MaxRowSize = 1024 * 1024;

    /// <summary>The most bytes of a batch: 4 MiB.</summary>
    public const int MaxBatchSize = 4 * 1024 * 1024;

    /// <summary>The characters that a key may have.</summary>
    internal static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~=");

    /// <summary>The characters that stand for themselves in a key.</summary>
    internal static readonly SearchValues<char> SafeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    /// <summary>Checks a batch against the limits. Every store does this first.</summary>
    /// <exception cref="ArgumentException">It breaks one; the message names the limit and no value.</exception>
    public static void Check(string table, ReadOnlySpan<TableWrite> writes)
    {
        if (table is null || table.Length is < 3 or > 63 || !table.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(table[0]))
            throw new ArgumentException("A table's name is 3 to 63 letters and digits, the first a letter.", nameof(table));
        if (writes.Length is 0 or > MaxBatch) throw Broken($"A batch has 1 to {MaxBatch} writes.");

        var size = 0L;
        var rows = writes.Length > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (ref readonly var write in writes)
        {
            CheckKey(write.Key.Partition);
            CheckKey(write.Key.Row);
            if (write.Key.Partition != writes[0].Key.Partition) throw Broken($"A batch is of one partition.");
            if (rows?.Add(write.Key.Row) == false) throw Broken($"A batch names each row once.");
            if (write.Row is not null) size += SizeOf(write.Row);
        }

        if (size > MaxBatchSize) throw Broken($"A batch has at most {MaxBatchSize} bytes.");
    }

    private static void CheckKey(string key)
    {
        if (key.Length is 0 or > MaxKeyLength) throw Broken($"A key has 1 to {MaxKeyLength} characters.");
        // TableKey.Encode makes any text fit; it writes = for what it encodes.
        if (key.AsSpan().ContainsAnyExcept(KeyCharacters)) throw Broken($"A key has only characters that TableKey.Encode gives.");
    }

    private static long SizeOf(TableRow row)
    {
        if (row.Properties.Count > MaxProperties) throw Broken($"A row has at most {MaxProperties} properties.");
        // The service's own reckoning: https://learn.microsoft.com/archive/blogs/avkashchauhan/how-the-size-of-an-entity-is-caclulated-in-windows-azure-table-storage
        var size = 4L + ((row.Key.Partition.Length + row.Key.Row.Length) * 2);
        foreach (var (name, value) in row.Properties)
        {
            var bytes = value.Kind switch
            {
                TableValueKind.String => value.AsString().Length * 2L,
                TableValueKind.Binary => value.AsBinary().LongLength,
                _ => 8L,
            };
            if (bytes > MaxPropertySize) throw Broken($"A property has at most {MaxPropertySize} bytes.");
            size += 8 + (name.Length * 2L) + bytes + 4;
        }

        return size <= MaxRowSize ? size : throw Broken($"A row has at most {MaxRowSize} bytes.");
    }

    private static ArgumentException Broken(FormattableString rule) => new(FormattableString.Invariant(rule));
}
