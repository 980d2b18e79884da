using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relay.Local.Tests.Hosting;

/// <summary>A bare socket, which shows the wire as it is.</summary>
internal sealed class RawConnection(TcpClient client) : IDisposable
{
    // Where nothing more comes, a test shall fail and not hang.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly NetworkStream _stream = client.GetStream();

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return new RawConnection(client);
    }

    public async Task SendAsync(string head) =>
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);

    public Task GetAsync(string path) => SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Reads until what came holds a text.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var limit = Limit();
        var all = new StringBuilder();
        var buffer = new byte[4096];
        while (!all.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await _stream.ReadAsync(buffer, limit.Token);
            Assert.True(count > 0, $"The connection was closed after: {all}");
            all.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        return all.ToString();
    }

    /// <summary>Reads until the other side closes; a reset fails the test.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = Limit();
        using var reader = new StreamReader(_stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(limit.Token);
    }

    public void Dispose() => client.Dispose();

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(LongestWait);
        return limit;
    }
}
