using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Relay.Benchmarks.Load;

/// <summary>One keep-alive connection on a bare socket. Carries one call at a time.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private readonly AnswerReader _answer = new();
    private readonly TimeProvider _time;

    private HttpConnection(int bufferSize, TimeProvider time)
    {
        _buffer = new byte[bufferSize];
        _time = time;
    }

    /// <summary>How many bytes of the body of the present answer have come.</summary>
    public long BodyBytes => _answer.BodyBytes;

    /// <summary>Opens a connection to a port of the loopback interface.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<HttpConnection> OpenAsync(
        int port, TimeProvider time, CancellationToken cancellationToken, int bufferSize = 16 * 1024)
    {
        var connection = new HttpConnection(bufferSize, time);
        try
        {
            await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <exception cref="BenchmarkException">The answer is not a whole 200.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallTiming> CallAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var rest = request; rest.Length > 0;)
            rest = rest[await _socket.SendAsync(rest, cancellationToken)..];

        _answer.Reset();
        long firstByte = 0;
        while (!_answer.IsComplete)
        {
            var read = await _socket.ReceiveAsync(_buffer, cancellationToken);
            if (read == 0)
                throw new BenchmarkException($"A connection was closed in the midst of an answer (status {_answer.Status}).");
            _answer.Read(_buffer.AsSpan(0, read));
            if (firstByte == 0 && _answer.BodyBytes > 0) firstByte = _time.GetTimestamp();
            if (_answer.Status is not (0 or 200))
                throw new BenchmarkException($"An answer was not 200 but: {Encoding.UTF8.GetString(_buffer, 0, Math.Min(read, 600))}");
        }

        return new(firstByte, _time.GetTimestamp());
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
