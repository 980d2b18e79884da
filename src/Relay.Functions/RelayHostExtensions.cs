using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Relay.Functions;

/// <summary>Relay on any host of functions.</summary>
public static class RelayHostExtensions
{
    // Answers of reasoning models run for minutes; ten are longer than nearly all. Whoever will not wait so long has
    // another way: a second Ctrl-C, or the platform's own end of a process.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>Adds all that the triggers need, but the store, which is the host's to choose.</summary>
    public static IHostApplicationBuilder AddRelay(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRelayEngine();
        // The engine counts a body's bytes itself and answers 413; Kestrel's 30 MB would become a bare 500.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        // While the host stops, running calls go on for so long; new ones are answered with 503.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Grace);
        return builder;
    }
}
