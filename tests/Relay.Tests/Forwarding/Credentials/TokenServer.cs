using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Relay.Tests.Forwarding.Credentials;

/// <summary>A token server on this machine: forms are kept as they came, and answered by what the test says.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TokenServer(WebApplication app) => _app = app;

    /// <summary>Where tokens are asked for.</summary>
    public Uri Url => new(_app.Urls.First() + "/token");

    /// <summary>The forms so far.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Forms { get; } = new();

    public static async Task<TokenServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TokenServer(builder.Build());
        server._app.Run(async http =>
        {
            var form = await http.Request.ReadFormAsync();
            server.Forms.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
            await answer(http);
        });
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Starts one that gives these answers in order, and then the last again.</summary>
    public static Task<TokenServer> StartAsync(params (int Status, string Body)[] answers)
    {
        var next = -1;
        return StartAsync(http =>
        {
            var (status, body) = answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(body);
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
