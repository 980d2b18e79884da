using System.Net.Sockets;
using System.Text;

namespace Relay.Sandbox.Tests.Running;

/// <summary>A connection whose bytes are seen as they come, with the lengths of chunks and all.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly List<byte> _read = [];

    private RawConnection() { }

    public static async Task<RawConnection> OpenAsync(Uri to)
    {
        var connection = new RawConnection();
        await connection._tcp.ConnectAsync(to.Host, to.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    public ValueTask SendAsync(string text) =>
        _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Everything up to the end of the connection, which is to be an end and no reset.</summary>
    public Task<string> ReadToEndAsync() => ReadAsync(_ => false, mayEnd: true);

    /// <summary>Everything, until a text is among it.</summary>
    public Task<string> ReadUntilAsync(string text) =>
        ReadAsync(read => read.Contains(text, StringComparison.Ordinal), mayEnd: false);

    /// <summary>Whether bytes came that nobody has read.</summary>
    public bool HasBytes => _tcp.Available > 0;

    public void Dispose() => _tcp.Dispose();

    private async Task<string> ReadAsync(Predicate<string> isEnough, bool mayEnd)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. _read]);
            if (isEnough(text)) return text;
            var count = await _tcp.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (count == 0) return mayEnd ? text : throw new EndOfStreamException(text);
            _read.AddRange(buffer.AsSpan(0, count));
        }
    }
}
