using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Relay.Benchmarks.Upstream;

/// <summary>The fake upstream: reads a request's body to its end, and answers with bytes that were made beforehand.</summary>
internal static class UpstreamServer
{
    /// <summary>The argument by which this program is the upstream.</summary>
    public const string Mode = "upstream";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, AnswerKind>.AlternateLookup<ReadOnlySpan<char>> Kinds =
        AnswerKind.All.Concat(Speech.All.SelectMany(speech => new[] { speech.Short, speech.Long }))
            .ToDictionary(kind => kind.Name).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Serves on a port of the loopback interface.</summary>
    public static Task RunAsync(int port, CancellationToken cancellationToken) =>
        LoopbackServer.RunAsync(port, AnswerAsync, cancellationToken);

    private static async Task AnswerAsync(HttpContext http)
    {
        if (!TryFind(http.Request.Path.Value, out var kind))
        {
            http.Response.StatusCode = http.Request.Path == "/healthz" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            http.Response.ContentLength = 0;
            return;
        }

        await DrainAsync(http.Request);
        http.Response.ContentType = kind.Stream ? "text/event-stream; charset=utf-8" : "application/json";
        if (!kind.Stream) http.Response.ContentLength = kind.Body.Length;
        await http.Response.BodyWriter.WriteAsync(kind.Body, http.RequestAborted);
        if (kind == AnswerKind.Slow) await GoOnAsync(http.Response, http.RequestAborted);
    }

    // The first segment; what comes behind it is the provider's own path.
    private static bool TryFind(ReadOnlySpan<char> path, [NotNullWhen(true)] out AnswerKind? kind)
    {
        var rest = path.TrimStart('/');
        var end = rest.IndexOf('/');
        return Kinds.TryGetValue(end < 0 ? rest : rest[..end], out kind);
    }

    private static async ValueTask DrainAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static async Task GoOnAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await response.BodyWriter.WriteAsync(AnswerKind.Slow.Body, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller has seen enough; nothing is owed to a connection that is gone.
            response.HttpContext.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
        }
    }
}
