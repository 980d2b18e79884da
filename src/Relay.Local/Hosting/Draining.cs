using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Relay.Local.Hosting;

/// <summary>Lets running calls end before the process does.</summary>
internal static class Draining
{
    // Answers of reasoning models run for minutes; ten are longer than nearly all, and a person who will not
    // wait has the second Ctrl-C.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>Makes a stopping host wait for running calls, and tells the console of it.</summary>
    public static void AddDraining(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Grace);
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
