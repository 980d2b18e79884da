using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>
/// A batch on its way to the disk, already JSON. Its task ends off the writer's thread, or what follows a write
/// would run on it and hold up every other.
/// </summary>
internal sealed class PendingWrite : TaskCompletionSource<TableResult>
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static Utf8JsonWriter? s_json;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    private readonly ReadOnlyMemory<TableWrite> _writes;
    private readonly int[] _ends;
    private readonly byte[] _bytes;

    /// <summary>Takes a batch, and makes it JSON on the caller's thread.</summary>
    public PendingWrite(string table, ReadOnlyMemory<TableWrite> writes)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Table = table;
        _writes = writes;
        _ends = new int[writes.Length];

        var buffer = s_buffer ??= new ArrayBufferWriter<byte>();
        // Not HTML: only what JSON itself asks for is escaped. A line holds batches side by side, so a row begins anew.
        var json = s_json ??= new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        buffer.ResetWrittenCount();
        for (var i = 0; i < writes.Length; i++)
        {
            json.Reset(buffer);
            RowFormat.Write(json, writes.Span[i]);
            json.Flush();
            _ends[i] = buffer.WrittenCount;
        }

        _bytes = ArrayPool<byte>.Shared.Rent(buffer.WrittenCount);
        buffer.WrittenSpan.CopyTo(_bytes);
        if (buffer.Capacity > MaxKept) (s_buffer, s_json) = (null, null);
    }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The writes.</summary>
    public ReadOnlySpan<TableWrite> Writes => _writes.Span;

    /// <summary>The JSON of one write's row.</summary>
    public ReadOnlySpan<byte> Row(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Ends the task with an outcome. The JSON is gone afterwards.</summary>
    public void Complete(TableResult result)
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        SetResult(result);
    }

    /// <summary>Ends the task with a failure. The JSON is gone afterwards.</summary>
    public void Fail(TableStoreException failure)
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        SetException(failure);
    }
}
