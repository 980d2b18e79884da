using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using Relay.Benchmarks.Upstream;

namespace Relay.Benchmarks.Contestants;

/// <summary>
/// The least that a proxy on Kestrel can do: one invoker, one copy loop, a flush for each read. What Relay takes more
/// than this is its own work; what this takes more than nginx is the platform's.
/// </summary>
internal static class BareProxy
{
    /// <summary>The argument by which this program is the bare proxy.</summary>
    public const string Mode = "bare";

    private const int BufferSize = 64 * 1024;

    /// <summary>Serves on a port of the loopback interface.</summary>
    public static async Task RunAsync(int port, int upstream, CancellationToken cancellationToken)
    {
        // As Relay's own upstream client has it.
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
        });
        var origin = FormattableString.Invariant($"http://127.0.0.1:{upstream}");
        await LoopbackServer.RunAsync(port, http => ForwardAsync(http, invoker, origin), cancellationToken);
    }

    private static async Task ForwardAsync(HttpContext http, HttpMessageInvoker invoker, string origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), origin + http.Request.Path);
        if (http.Request.ContentLength is { } length) request.Content = new BodyCopy(http.Request.Body, length);
        request.Headers.TryAddWithoutValidation("Authorization", (string?)http.Request.Headers.Authorization);

        using var response = await invoker.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        await CopyAsync(body, http.Response.Body, http.RequestAborted);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller is gone.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class BodyCopy : HttpContent
    {
        private readonly Stream _body;
        private readonly long _length;

        public BodyCopy(Stream body, long length)
        {
            _body = body;
            _length = length;
            Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            CopyAsync(_body, stream, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
