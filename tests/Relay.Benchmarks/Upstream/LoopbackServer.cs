using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Relay.Benchmarks.Upstream;

/// <summary>Kestrel with the settings that Relay.Local gives it, and one handler for everything.</summary>
internal static class LoopbackServer
{
    /// <summary>Serves until the token is cancelled or the parent process, which holds its standard input, is gone.</summary>
    public static async Task RunAsync(int port, RequestDelegate handler, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{port}"));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
        });
        await using var app = builder.Build();
        app.Run(handler);
        await app.StartAsync(cancellationToken);
        using var input = Console.OpenStandardInput();
        try
        {
            // Nothing is ever said there: what is waited for is its end. A read of it cannot be cancelled.
            await Task.Run(input.ReadByte, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The same wish, by a signal.
        }
    }
}
