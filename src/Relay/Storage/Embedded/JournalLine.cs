using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Relay.Storage.Embedded;

/// <summary>
/// How a line of the journal is framed: the CRC-32C of its JSON as eight hexadecimal digits, a space, the JSON,
/// a line feed. JSON escapes line feeds, so the file is cut into lines without being understood.
/// </summary>
internal static class JournalLine
{
    /// <summary>The bytes before the JSON.</summary>
    public const int PrefixLength = 9;

    /// <summary>The JSON of the first line, which says what the file is.</summary>
    public static ReadOnlySpan<byte> Header => "{\"relay_tables\":1}"u8;

    /// <summary>Makes the whole first line.</summary>
    public static byte[] MakeHeader()
    {
        var line = new byte[PrefixLength + Header.Length + 1];
        Header.CopyTo(line.AsSpan(PrefixLength));
        line[^1] = (byte)'\n';
        Seal(line);
        return line;
    }

    /// <summary>Fills in the prefix of a line whose JSON and line feed are there already.</summary>
    public static void Seal(Span<byte> line)
    {
        Checksum(line[PrefixLength..^1]).TryFormat(line, out _, "x8", CultureInfo.InvariantCulture);
        line[PrefixLength - 1] = (byte)' ';
    }

    /// <summary>Whether a line, without its line feed, is as it was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> line) =>
        line.Length > PrefixLength && line[PrefixLength - 1] == ' '
        && uint.TryParse(
            line[..(PrefixLength - 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
        && checksum == Checksum(line[PrefixLength..]);

    /// <summary>The CRC-32C (Castagnoli) of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
