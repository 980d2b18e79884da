using System.Buffers;

namespace Relay.Dialects.Sse;

/// <summary>
/// Cuts a stream of bytes into server-sent events without changing one: an event is taken when its blank line
/// has come, however the bytes were chunked. Not thread-safe; used by one attempt.
/// </summary>
/// <remarks>https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream</remarks>
internal sealed class SseReader : IDisposable
{
    /// <summary>The most bytes of one event. Text comes in far smaller ones; images in base64 need some MiB.</summary>
    public const int MaxEventSize = 16 * 1024 * 1024;

    private const int FirstSize = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _eventStart;
    private int _lineStart;
    private int _searched;
    private int _end;
    private int _dataStart;
    private int _dataLength = -1;
    private ArrayBufferWriter<byte>? _joined;
    private bool _ended;

    /// <summary>Whether bytes of an event are there that has not come whole.</summary>
    public bool HasPartialEvent => _end > _eventStart;

    /// <summary>Reads more bytes. Events taken before are no longer valid.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">An event is larger than <see cref="MaxEventSize"/>.</exception>
    public async ValueTask<bool> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }

    /// <summary>Takes the next whole event of what has been read.</summary>
    public bool TryTake(out SseEvent taken)
    {
        while (TryTakeLine(out var line, out var next))
        {
            if (line.Length > 0)
            {
                ReadLine(line);
                _lineStart = next;
                continue;
            }

            taken = new(_buffer.AsMemory(_eventStart, next - _eventStart), TakeData());
            _eventStart = _lineStart = next;
            return true;
        }

        taken = default;
        return false;
    }

    /// <summary>Gives the buffer back. Events taken before are no longer valid.</summary>
    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        Return(_buffer);
        _buffer = [];
        _end = _eventStart = _lineStart = _searched = 0;
    }

    private bool TryTakeLine(out ReadOnlySpan<byte> line, out int next)
    {
        next = 0;
        line = default;
        // From where the last search ended: a long line in many pieces is looked through once.
        var from = Math.Max(_lineStart, _searched);
        var found = _buffer.AsSpan(from, _end - from).IndexOfAny((byte)'\n', (byte)'\r');
        _searched = found < 0 ? _end : from + found;
        if (found < 0) return false;

        var rest = _buffer.AsSpan(_lineStart, _end - _lineStart);
        var length = _searched - _lineStart;
        // A carriage return at the end of what is there may be the first half of a CRLF.
        if (rest[length] == '\r' && length + 1 == rest.Length && !_ended) return false;

        line = rest[..length];
        next = _lineStart + length + (rest[length] == '\r' && length + 1 < rest.Length && rest[length + 1] == '\n' ? 2 : 1);
        return true;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data"u8)) return;
        var skip = line.Length == 4 ? 4 : line[4] != ':' ? -1 : line.Length > 5 && line[5] == ' ' ? 6 : 5;
        if (skip < 0) return;

        if (_dataLength < 0)
        {
            _dataStart = _lineStart - _eventStart + skip;
            _dataLength = line.Length - skip;
            return;
        }

        _joined ??= new ArrayBufferWriter<byte>();
        if (_joined.WrittenCount == 0) _joined.Write(_buffer.AsSpan(_eventStart + _dataStart, _dataLength));
        _joined.Write("\n"u8);
        _joined.Write(line[skip..]);
    }

    private ReadOnlyMemory<byte> TakeData()
    {
        var data = _joined is { WrittenCount: > 0 } ? _joined.WrittenMemory.ToArray()
            : _dataLength < 0 ? default
            : _buffer.AsMemory(_eventStart + _dataStart, _dataLength);
        _joined?.ResetWrittenCount();
        _dataLength = -1;
        return data;
    }

    private void MakeRoom()
    {
        if (_eventStart > 0)
        {
            var kept = _end - _eventStart;
            _buffer.AsSpan(_eventStart, kept).CopyTo(_buffer);
            _lineStart -= _eventStart;
            _searched = Math.Max(0, _searched - _eventStart);
            _end = kept;
            _eventStart = 0;
        }

        if (_end < _buffer.Length) return;
        if (_buffer.Length >= MaxEventSize) throw new InvalidDataException("An event is larger than a stream may hold.");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    // An answer must not turn up in somebody else's buffer; parts of it lie behind what is in use as well.
    private static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}
