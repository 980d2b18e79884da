using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>A property as the service's client has it, and back.</summary>
internal static class StoredValue
{
    public static object ToStored(in TableValue value) => value.Kind switch
    {
        TableValueKind.String => value.AsString(),
        TableValueKind.Int64 => value.AsInt64(),
        TableValueKind.Double => ToStored(value.AsDouble()),
        TableValueKind.Boolean => value.AsBoolean(),
        TableValueKind.DateTime => value.AsDateTime(),
        _ => value.AsBinary(),
    };

    public static TableValue FromStored(object? stored) => stored switch
    {
        string text => text,
        long number => number,
        int number => (long)number,
        double number => number,
        bool flag => flag,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        byte[] bytes => bytes,
        Guid bits => FromBits(bits),
        _ => throw new TableStoreException(TableFault.Damaged, "A row has a property of a type that Relay does not write."),
    };

    // JSON has no such numbers and the client does not write them (and a zero may lose its sign), so their bits travel as
    // a GUID, a type that no other property has.
    private static object ToStored(double number) =>
        double.IsFinite(number) && !(number == 0 && double.IsNegative(number)) ? number : ToBits(number);

    private static Guid ToBits(double number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, number);
        return new(bytes);
    }

    private static double FromBits(Guid bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        bits.TryWriteBytes(bytes);
        return BitConverter.ToDouble(bytes);
    }
}
