using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>A provider that takes one chunked body, and says when a certain part of it has come.</summary>
internal sealed class RawUpload : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private RawUpload(string part, TaskCompletionSource arrived)
    {
        _listener.Start();
        Request = ServeAsync(part, arrived);
    }

    /// <summary>What an account has as its base URL.</summary>
    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>The body, its chunks put together.</summary>
    public Task<string> Request { get; }

    /// <summary>Starts one.</summary>
    /// <param name="part">What is waited for.</param>
    /// <param name="arrived">Told when it is there.</param>
    public static RawUpload Start(string part, TaskCompletionSource arrived) => new(part, arrived);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return default;
    }

    private async Task<string> ServeAsync(string part, TaskCompletionSource arrived)
    {
        using var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
        }

        var body = new StringBuilder();
        while (Convert.ToInt32(await reader.ReadLineAsync(TestContext.Current.CancellationToken), 16) is var size and > 0)
        {
            var chunk = new char[size];
            await reader.ReadBlockAsync(chunk, TestContext.Current.CancellationToken);
            body.Append(chunk);
            await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            if (body.ToString().Contains(part, StringComparison.Ordinal)) arrived.TrySetResult();
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), TestContext.Current.CancellationToken);
        return body.ToString();
    }
}
