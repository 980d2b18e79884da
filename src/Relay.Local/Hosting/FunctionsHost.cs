using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Relay.Local.Hosting;

/// <summary>Hosts the functions of an assembly in this process, with the manners of the Functions host.</summary>
internal static class FunctionsHost
{
    // Paths that the Functions host serves itself, whatever the functions' routes say.
    private static readonly PathString[] HostPaths = ["/admin", "/runtime"];

    /// <summary>
    /// Adds the functions of an assembly, whose timers start with the app: after the services that they use, if
    /// this comes after them.
    /// </summary>
    /// <exception cref="FunctionLoadException">The Functions host would not take a function, or host.json.</exception>
    public static void AddFunctions(this WebApplicationBuilder builder, Assembly assembly) =>
        builder.AddFunctions(FunctionCatalog.Of(assembly.GetTypes()), HostJson.Read(AppContext.BaseDirectory));

    /// <inheritdoc cref="AddFunctions(WebApplicationBuilder, Assembly)"/>
    public static void AddFunctions(this WebApplicationBuilder builder, FunctionCatalog catalog, HostJson hostJson)
    {
        builder.Services.AddSingleton(catalog);
        builder.Services.AddSingleton(hostJson);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MatcherPolicy, FunctionMethodPolicy>();
        builder.Services.AddHostedService<TimerService>();
        // HttpInvocation logs what a function throws; Kestrel would log it once more.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
    }

    /// <summary>Maps the routes of the functions that were added.</summary>
    /// <exception cref="FunctionLoadException">A route and the prefix do not go together.</exception>
    public static void MapFunctions(this WebApplication app)
    {
        app.Use(RefuseHostPaths);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources;
        endpoints.Add(new DefaultEndpointDataSource(BuildEndpoints(app.Services)));
    }

    private static IEnumerable<Endpoint> BuildEndpoints(IServiceProvider services)
    {
        var prefix = services.GetRequiredService<HostJson>().RoutePrefix;
        var timeout = services.GetRequiredService<HostJson>().FunctionTimeout;
        return services.GetRequiredService<FunctionCatalog>().Http.Select((function, rank) =>
        {
            var invocation = ActivatorUtilities.CreateInstance<HttpInvocation>(services, function, timeout);
            var pattern = FunctionRoutes.Parse(function.Name, $"{prefix}/{function.Route}");
            // The rank comes before how exact a route is: the first match by name is taken, as there.
            var endpoint = new RouteEndpointBuilder(invocation.InvokeAsync, pattern, rank);
            endpoint.DisplayName = function.Name;
            endpoint.Metadata.Add(function);
            return endpoint.Build();
        });
    }

    private static Task RefuseHostPaths(HttpContext context, RequestDelegate next)
    {
        foreach (var path in HostPaths)
        {
            if (context.Request.Path.StartsWithSegments(path))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        }
        return next(context);
    }
}
