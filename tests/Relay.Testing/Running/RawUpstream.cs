using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relay.Testing.Running;

/// <summary>A provider made of bytes: each request is kept as it came, and answered by what the test writes to the socket.</summary>
public sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    private RawUpstream(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    /// <summary>What an account has as its base URL.</summary>
    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>The requests so far, head and body, as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many connections there are that the other side has not closed.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Ends when a caller closed its connection while it was being answered.</summary>
    public TaskCompletionSource Disconnected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts one that writes its own answers. The connection is closed after each.</summary>
    public static RawUpstream Start(Func<string, Stream, CancellationToken, Task> answer) => new(answer);

    /// <summary>Starts one that gives the same answer to all.</summary>
    public static RawUpstream Start(string answer) =>
        new((_, stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask());

    /// <summary>An answer in JSON.</summary>
    public static string Json(string body, string status = "200 OK", string headers = "") =>
        Whole(body, "application/json", status, headers);

    /// <summary>An answer with its length.</summary>
    public static string Whole(string body, string type, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    /// <summary>A stream of events with its proper end.</summary>
    public static string Events(string events) => CutEvents(events) + "0\r\n\r\n";

    /// <summary>A stream of events whose connection closes before the body's end.</summary>
    public static string CutEvents(string events) =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + Chunk(events);

    /// <summary>A chunk of a chunked body.</summary>
    public static string Chunk(string text) => text.Length == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        Interlocked.Increment(ref _connections);
        try
        {
            var request = await ReadAsync(stream);
            Requests.Enqueue(request);
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var watching = WatchAsync(stream, gone);
            await _answer(request, stream, gone.Token);
            await stream.FlushAsync(_stop.Token);
            socket.Shutdown(SocketShutdown.Send);
            await watching;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The other side left; Disconnected says so.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    // Nothing more is sent to a provider after its request, so that a read that ends is a caller that left.
    private async Task WatchAsync(NetworkStream stream, CancellationTokenSource gone)
    {
        try
        {
            while (await stream.ReadAsync(new byte[1], _stop.Token) > 0)
            {
            }

        }
        catch (IOException)
        {
            // A reset is a leaving, too.
        }

        Disconnected.TrySetResult();
        await gone.CancelAsync();
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        using var read = new MemoryStream();
        var length = -1;
        while (length < 0 || read.Length < length)
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0) break;
            read.Write(buffer, 0, count);
            if (length >= 0) continue;
            var text = Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var header = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            length = Encoding.UTF8.GetByteCount(text[..(end + 4)]) + (header is null ? 0 : int.Parse(header[15..], CultureInfo.InvariantCulture));
        }

        return Encoding.UTF8.GetString(read.ToArray());
    }
}
