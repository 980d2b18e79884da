using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Relay.Storage.Embedded;

/// <summary>
/// Makes one line of the journal: a JSON array of batches, each of rows whose JSON was made before.
/// Tables and keys are ASCII that JSON does not escape (<see cref="TableLimits"/>), so they are copied.
/// </summary>
internal sealed class JournalLineBuilder
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _batches;
    private int _rows;

    /// <summary>Makes an empty line.</summary>
    public JournalLineBuilder() => Clear();

    /// <summary>The bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the line holds no batch.</summary>
    public bool IsEmpty => _batches == 0;

    /// <summary>Begins a new line.</summary>
    public void Clear()
    {
        // One very large group need not hold its memory for ever.
        if (_bytes.Length > 1024 * 1024) _bytes = new byte[16 * 1024];
        Length = JournalLine.PrefixLength;
        _batches = 0;
        Append("["u8);
    }

    /// <summary>Begins a batch of rows of one partition.</summary>
    public void BeginBatch(long sequence, string table, string partition)
    {
        if (_batches++ > 0) Append(","u8);
        _rows = 0;
        Append("{\"seq\":"u8);
        Reserve(20);
        sequence.TryFormat(_bytes.AsSpan(Length), out var digits, provider: CultureInfo.InvariantCulture);
        Length += digits;
        Append(",\"table\":\""u8);
        AppendAscii(table);
        Append("\",\"partition\":\""u8);
        AppendAscii(partition);
        Append("\",\"rows\":["u8);
    }

    /// <summary>Adds a row to the batch. Returns where in the line it begins.</summary>
    public int AddRow(ReadOnlySpan<byte> row)
    {
        if (_rows++ > 0) Append(","u8);
        var position = Length;
        Append(row);
        return position;
    }

    /// <summary>Ends the batch.</summary>
    public void EndBatch() => Append("]}"u8);

    /// <summary>Ends the line. Its bytes are good until the next line begins.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Append("]\n"u8);
        var line = _bytes.AsSpan(0, Length);
        JournalLine.Seal(line);
        return line;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    private void AppendAscii(string text)
    {
        Reserve(text.Length);
        var status = Ascii.FromUtf16(text, _bytes.AsSpan(Length), out var written);
        Debug.Assert(status == OperationStatus.Done, "Names are checked before they come here.");
        Length += written;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length >= count) return;
        Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }
}
