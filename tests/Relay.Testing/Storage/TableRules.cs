using System.Buffers;
using System.Text;
using Relay.Storage;

namespace Relay.Testing.Storage;

/// <summary>The rules of <see cref="TableLimits"/> that a caller of the port can break.</summary>
internal static class TableRules
{
    private const int Wide = 2;

    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~=");

    public static void CheckKey(TableKey key)
    {
        CheckName(key.Partition);
        CheckName(key.Row);
    }

    public static void CheckQuery(TableQuery query)
    {
        CheckName(query.Partition);
        if (query.Take is < 1 or > TableLimits.MaxPage) throw new ArgumentException("A page takes from 1 to 1000 rows.");
    }

    public static void CheckBatch(TableWrite[] batch)
    {
        if (batch.Length is < 1 or > TableLimits.MaxBatch) throw new ArgumentException("A batch has from 1 to 100 writes.");
        if (batch.Select(write => write.Key).Distinct().Count() < batch.Length)
            throw new ArgumentException("A batch names a row twice.");
        foreach (var write in batch)
        {
            CheckKey(write.Key);
            if (write.Key.Partition != batch[0].Key.Partition) throw new ArgumentException("A batch is of one partition.");
            if (write.Row is { } row && row.Properties.Sum(SizeOf) > TableLimits.MaxRowSize)
                throw new ArgumentException("A row is larger than 1 MiB.");
        }
    }

    private static long SizeOf(KeyValuePair<string, TableValue> property)
    {
        var (name, value) = property;
        var size = value.Kind switch
        {
            TableValueKind.String => Wide * value.AsString().Length,
            TableValueKind.Binary => value.AsBinary().Length,
            _ => sizeof(long),
        };
        if (size > TableLimits.MaxPropertySize) throw new ArgumentException($"Property {name} is larger than 64 KiB.");
        // A lone surrogate has no UTF-8: it would come back as another character.
        if (value.Kind == TableValueKind.String) new UTF8Encoding(false, true).GetByteCount(value.AsString());
        return size + (Wide * name.Length);
    }

    private static void CheckName(string name)
    {
        if (name is not { Length: > 0 and <= TableLimits.MaxKeyLength } || name.AsSpan().ContainsAnyExcept(Safe))
            throw new ArgumentException("A key is empty, too long, or holds a character that is not safe.");
    }
}
