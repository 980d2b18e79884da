using System.Buffers;
using System.Text;

namespace Relay.Storage;

public static partial class TableLimits
{
    private const int WireSizePerWrite = 1024;

    /// <summary>Guesses how many bytes of <see cref="MaxBatchSize"/> a write takes.</summary>
    /// <exception cref="ArgumentException">Its row breaks a rule.</exception>
    internal static long SizeOf(in TableWrite write) => WireSizePerWrite + (write.Row is null ? 0 : CheckRow(write.Row, 0));

    private static int CheckDelete(in TableWrite write, int place) =>
        write.Kind == TableWriteKind.Delete ? 0 : throw Broken($"Write {place} has no row.");

    /// <summary>Checks a row, and guesses its size on the wire.</summary>
    private static long CheckRow(TableRow row, int place)
    {
        if (row.Properties.Count > MaxProperties)
            throw Broken($"The row of write {place} has more than {MaxProperties} properties.");

        long size = 4 + (2 * (row.Key.Partition.Length + row.Key.Row.Length));
        long wireSize = 0;
        for (var i = 0; i < row.Properties.Count; i++)
        {
            var (name, value) = row.Properties[i];
            if (!IsPropertyName(name))
                throw Broken($"Property {i} of write {place} is not named by an ASCII identifier of at most {MaxPropertyName} characters, or its name is the service's.");

            var (stored, onWire) = SizeOf(name, value, place);
            size += 8 + (2 * name.Length) + stored;
            wireSize += (2 * name.Length) + 32 + onWire;
        }

        return size <= MaxRowSize ? wireSize : throw Broken($"The row of write {place} is larger than {MaxRowSize} bytes.");
    }

    private static bool IsPropertyName(string? name)
    {
        if (name is not { Length: > 0 and <= MaxPropertyName } || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return name is not ("PartitionKey" or "RowKey" or "Timestamp");
    }

    private static (long Stored, long OnWire) SizeOf(string name, in TableValue value, int place)
    {
        switch (value.Kind)
        {
            case TableValueKind.String:
                var text = value.AsString();
                if (text is null) throw Broken($"Property {name} of write {place} has no value; leave it out instead.");
                if (text.Length * 2 > MaxPropertySize) throw TooLarge(name, place);
                if (!IsWellFormed(text)) throw Broken($"Property {name} of write {place} is not well-formed Unicode.");
                return (4 + (text.Length * 2), text.Length * (Ascii.IsValid(text) ? 2 : 6));

            case TableValueKind.Binary:
                var length = value.AsBinary().Length;
                return length <= MaxPropertySize ? (4 + length, length * 4 / 3) : throw TooLarge(name, place);

            case TableValueKind.DateTime when value.AsDateTime() < MinDateTime:
                throw Broken($"Property {name} of write {place} is an instant before {MinDateTime.Year}.");

            default:
                return (8, 32);
        }
    }

    // A lone surrogate has no UTF-8: it would come back as another character.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var used) != OperationStatus.Done) return false;
            text = text[(at + used)..];
        }

        return true;
    }

    private static ArgumentException TooLarge(string name, int place) =>
        Broken($"Property {name} of write {place} is larger than {MaxPropertySize} bytes.");
}
