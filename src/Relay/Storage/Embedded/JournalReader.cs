using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Relay.Storage.Embedded;

/// <summary>Reads a journal from its start, into an index.</summary>
internal static class JournalReader
{
    private const int FirstSize = 1024 * 1024;

    /// <summary>Reads the file.</summary>
    /// <returns>The last sequence number, and the length of the part that is whole.</returns>
    /// <exception cref="TableStoreException">A line before the last is damaged.</exception>
    public static (long Sequence, long Length) Read(SafeFileHandle file, string path, TableIndex index)
    {
        var size = RandomAccess.GetLength(file);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            long sequence = 0, start = 0;
            for (var number = 1; start < size; number++)
            {
                var length = ReadLine(file, start, ref buffer);
                if (length < 0 || !TryApply(buffer.AsSpan(0, length), start, index, ref sequence))
                {
                    // Its end is the end of the file: the process or the machine died while it was written.
                    if (length < 0 || start + length + 1 >= size) return (sequence, start);
                    throw new TableStoreException(TableFault.Damaged, FormattableString.Invariant(
                        $"{path} is damaged in line {number}, at byte {start}, and whole lines follow. Restore the folder from a copy, or move it away to start anew."));
                }

                start += length + 1;
            }

            return (sequence, start);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The length of the line at a place, its line feed not counted; -1 when the file ends before one.
    private static int ReadLine(SafeFileHandle file, long start, ref byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(filled), start + filled);
            if (read == 0) return -1;
            var end = buffer.AsSpan(filled, read).IndexOf((byte)'\n');
            if (end >= 0) return filled + end;
            filled += read;
            if (filled < buffer.Length) continue;
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private static bool TryApply(ReadOnlySpan<byte> line, long start, TableIndex index, ref long sequence)
    {
        if (!JournalLine.TryOpen(line, out var json)) return false;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.ValueTextEquals("s"u8))
                {
                    reader.Read();
                    sequence = Math.Max(sequence, reader.GetInt64());
                }
                else
                {
                    reader.Read();
                    ReadRows(ref reader, start + JournalLine.JsonOffset, index, ref sequence);
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static void ReadRows(ref Utf8JsonReader reader, long jsonStart, TableIndex index, ref long sequence)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var offset = reader.TokenStartIndex;
            var (table, key, etag, isDeletion) = RowJson.ReadKey(ref reader);
            sequence = Math.Max(sequence, etag);
            if (isDeletion) index.Remove(table, key);
            else index.Set(table, key, new(jsonStart + offset, (int)(reader.BytesConsumed - offset), etag));
        }
    }
}
