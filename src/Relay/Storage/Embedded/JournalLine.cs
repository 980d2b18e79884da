using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>
/// A line of the journal while it is made: <c>{crc} {"s":sequence,"w":[row,…]}</c>. All that one group commit
/// writes is one line, so that half of it can only ever be the file's last line.
/// </summary>
internal sealed class JournalLine : IDisposable
{
    /// <summary>The checksum in eight hex digits and a space.</summary>
    private const int PrefixLength = 9;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    public JournalLine() => _json = new(_buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>How long the line is so far, in bytes.</summary>
    public int Length => _buffer.WrittenCount + _json.BytesPending;

    /// <summary>Begins a line.</summary>
    /// <param name="sequence">The number of the last write that was ever made; ETags go on from it.</param>
    public void Begin(long sequence)
    {
        _buffer.ResetWrittenCount();
        _buffer.GetSpan(PrefixLength)[..PrefixLength].Fill((byte)' ');
        _buffer.Advance(PrefixLength);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("s"u8, sequence);
        _json.WriteStartArray("w"u8);
    }

    /// <summary>Adds a write.</summary>
    /// <returns>Where its JSON is in the line.</returns>
    public (int Offset, int Length) Add(string table, in TableWrite write, long etag)
    {
        var start = Length;
        RowJson.Write(_json, table, write, etag);
        return Trim(start);
    }

    /// <summary>Adds a row as the journal has it already.</summary>
    /// <returns>Where its JSON is in the line.</returns>
    public (int Offset, int Length) Add(ReadOnlySpan<byte> row)
    {
        var start = Length;
        _json.WriteRawValue(row, skipInputValidation: true);
        return Trim(start);
    }

    /// <summary>Ends the line.</summary>
    /// <returns>Its bytes, line feed included, valid until the next line is begun.</returns>
    public ReadOnlyMemory<byte> End()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        var line = MemoryMarshal.AsMemory(_buffer.WrittenMemory);
        Checksum(line.Span[PrefixLength..]).TryFormat(line.Span, out _, "x8", CultureInfo.InvariantCulture);
        _buffer.Write("\n"u8);
        return _buffer.WrittenMemory;
    }

    /// <summary>Checks a line without its line feed. False when it was not written whole.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> json)
    {
        json = default;
        if (line.Length <= PrefixLength || line[PrefixLength - 1] != ' ') return false;
        if (!uint.TryParse(line[..(PrefixLength - 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum))
            return false;
        json = line[PrefixLength..];
        return Checksum(json) == checksum;
    }

    /// <summary>Where the JSON begins in a line.</summary>
    public static int JsonOffset => PrefixLength;

    public void Dispose() => _json.Dispose();

    // The writer puts the comma between two rows before the second.
    private (int Offset, int Length) Trim(int start)
    {
        _json.Flush();
        var comma = _buffer.WrittenSpan[start] == ',' ? 1 : 0;
        return (start + comma, Length - start - comma);
    }

    // CRC-32C, which processors have an instruction for.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) checksum = BitOperations.Crc32C(checksum, word);
        foreach (var b in bytes[(words.Length * sizeof(ulong))..]) checksum = BitOperations.Crc32C(checksum, b);
        return ~checksum;
    }
}
