using System.Net;
using System.Net.Sockets;

namespace Relay.Local.Tests.Wire;

/// <summary>A provider that reads a little of a request, and then resets the connection.</summary>
internal sealed class ClosingUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private ClosingUpstream()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What an account has as its base URL.</summary>
    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    public static ClosingUpstream Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                try
                {
                    await socket.ReceiveAsync(new byte[1024], _stop.Token);
                }
                catch (SocketException)
                {
                    // The other side was first.
                }

                // What is unread makes it a reset.
                socket.Close(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
