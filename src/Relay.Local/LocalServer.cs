using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Relay.Local.Hosting;

namespace Relay.Local;

/// <summary>The process: its server, its log, and how it starts and ends.</summary>
internal static class LocalServer
{
    /// <summary>Makes the builder of a process that listens where it is told.</summary>
    public static WebApplicationBuilder CreateBuilder(IReadOnlyList<string> urls)
    {
        // Settings lie beside the program: the folder that a person starts it in may be another project's.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            // The engine counts a body's bytes itself, and answers 413 with a sentence.
            options.Limits.MaxRequestBodySize = null;
        });
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff'Z' ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It would make an activity for every request, if only to name it in log lines that are never written.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // What keeps the host from starting is thrown out of StartAsync, and told there.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.AddDraining();
        return builder;
    }

    /// <summary>Starts the app.</summary>
    /// <returns>False when it cannot listen, which was said then.</returns>
    public static async Task<bool> StartAsync(WebApplication app, TextWriter error)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{e.Message} Stop what listens there, or choose another with --urls.");
        }
        catch (Exception e) when (
            e is SocketException or IOException { InnerException: SocketException or AggregateException })
        {
            var urls = app.Configuration[WebHostDefaults.ServerUrlsKey];
            await error.WriteLineAsync($"Cannot listen at {urls}: {e.Message}.");
        }

        return false;
    }
}
