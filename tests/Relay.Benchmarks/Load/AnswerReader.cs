using System.Buffers.Text;
using System.Text;

namespace Relay.Benchmarks.Load;

/// <summary>
/// Finds where an HTTP/1.1 answer ends, by its length or its chunks, as its bytes come. It keeps nothing of the body, so
/// that the load costs as little as it can.
/// </summary>
internal sealed class AnswerReader
{
    private readonly byte[] _head = new byte[8 * 1024];
    private int _headLength;
    private Part _part;
    private long _left;

    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        Complete,
    }

    /// <summary>The status; 0 before the head is there.</summary>
    public int Status { get; private set; }

    /// <summary>How many bytes of the body have come.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the whole answer is there.</summary>
    public bool IsComplete => _part == Part.Complete;

    /// <summary>Makes ready for the next answer on the connection.</summary>
    public void Reset()
    {
        _headLength = 0;
        _part = Part.Head;
        _left = 0;
        Status = 0;
        BodyBytes = 0;
    }

    /// <summary>Takes what has come.</summary>
    /// <exception cref="BenchmarkException">It is not an answer, or more than one.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var taken = _part switch
            {
                Part.Head => TakeHead(bytes),
                Part.Body or Part.Chunk => TakeBody(bytes),
                Part.Complete => throw new BenchmarkException("An answer went on after its end."),
                _ => TakeLine(bytes),
            };
            bytes = bytes[taken..];
        }
    }

    private int TakeHead(ReadOnlySpan<byte> bytes)
    {
        var known = _headLength;
        var added = Math.Min(bytes.Length, _head.Length - known);
        bytes[..added].CopyTo(_head.AsSpan(known));
        var end = _head.AsSpan(0, known + added).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (known + added == _head.Length) throw new BenchmarkException("The head of an answer has no end.");
            _headLength += added;
            return added;
        }

        ReadHead(_head.AsSpan(0, end + 2));
        return end + 4 - known;
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        // "HTTP/1.1 200 OK": the status stands at a fixed place.
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new BenchmarkException("An answer does not begin as HTTP does.");
        Status = status;
        _part = Part.Complete;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (StartsWith(line, "content-length: "u8))
            {
                if (!Utf8Parser.TryParse(line[16..], out _left, out _))
                    throw new BenchmarkException("The length of an answer is no number.");
                _part = _left == 0 ? Part.Complete : Part.Body;
            }
            else if (StartsWith(line, "transfer-encoding: chunked"u8))
            {
                _part = Part.ChunkSize;
            }
        }
    }

    private int TakeBody(ReadOnlySpan<byte> bytes)
    {
        var taken = (int)Math.Min(bytes.Length, _left);
        _left -= taken;
        BodyBytes += taken;
        if (_left == 0) _part = _part == Part.Chunk ? Part.ChunkEnd : Part.Complete;
        return taken;
    }

    private int TakeLine(ReadOnlySpan<byte> bytes)
    {
        var octet = bytes[0];
        if (octet != '\n')
        {
            if (_part == Part.ChunkSize && octet != '\r') _left = (_left * 16) + HexDigit(octet);
            // A trailer that is not empty.
            if (_part == Part.Trailer && octet != '\r') _left = 1;
            return 1;
        }

        _part = _part switch
        {
            Part.ChunkEnd => Part.ChunkSize,
            Part.ChunkSize when _left > 0 => Part.Chunk,
            Part.ChunkSize => Part.Trailer,
            _ => _left == 0 ? Part.Complete : Part.Trailer,
        };
        if (_part == Part.Trailer) _left = 0;
        return 1;
    }

    private static int HexDigit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => throw new BenchmarkException("A chunk of an answer has no size."),
    };

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerCase) =>
        line.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(line[..lowerCase.Length], lowerCase);
}
