using System.Net;
using System.Net.Sockets;

namespace Relay.Azure.Tests.Running;

/// <summary>A port that leads to another one while it is open, and refuses connections while it is not.</summary>
internal sealed class Doorway : IAsyncDisposable
{
    private readonly int _target;
    private CancellationTokenSource _closing = new();
    private Task _serving = Task.CompletedTask;

    public Doorway(int target)
    {
        _target = target;
        // A port that is free now; nobody else is given it soon.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public void Open()
    {
        _closing = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _serving = ServeAsync(listener, _closing.Token);
    }

    /// <summary>Refuses new connections, and ends those that there are.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _serving;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closing.Dispose();
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken closing)
    {
        var passing = new List<Task>();
        using (listener)
        {
            try
            {
                while (true) passing.Add(PassAsync(await listener.AcceptTcpClientAsync(closing), closing));
            }
            catch (OperationCanceledException)
            {
                // Closed.
            }
        }

        await Task.WhenAll(passing);
    }

    private async Task PassAsync(TcpClient client, CancellationToken closing)
    {
        using (client)
        using (var target = new TcpClient())
        {
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, _target, closing);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(target.GetStream(), closing),
                    target.GetStream().CopyToAsync(client.GetStream(), closing));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side left.
            }
        }
    }
}
