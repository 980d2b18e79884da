using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Relay.Local.Hosting;

/// <summary>Lets running calls end before the process does.</summary>
internal static class Draining
{
    /// <summary>Counts running calls, and tells the console of those that a stopping host waits for.</summary>
    public static void AddDraining(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RunningCalls>();
        builder.Services.AddSingleton<IHostLifetime>(services => new DrainLifetime(
            services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<RunningCalls>(),
            Console.Out,
            Environment.Exit));
    }

    /// <summary>Counts the calls that are to be drained; the first middleware of the app.</summary>
    public static void UseDraining(this WebApplication app) =>
        app.Use(app.Services.GetRequiredService<RunningCalls>().CountAsync);
}
