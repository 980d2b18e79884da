using Microsoft.AspNetCore.Routing.Patterns;

namespace Relay.Local.Hosting;

/// <summary>The routes that the Functions host refuses, or takes and then cannot serve.</summary>
internal static class FunctionRoutes
{
    // Host, src/WebJobs.Script/Host/ScriptHost.cs, ValidateHttpFunction: compared without a segment boundary.
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>Checks a route, without its prefix.</summary>
    /// <exception cref="FunctionLoadException">The Functions host would not load or serve it.</exception>
    public static void Check(string function, string route)
    {
        if (string.IsNullOrWhiteSpace(route))
        {
            throw new FunctionLoadException(
                function, "its route is empty, which hangs on the Functions host: use '{*path}' for the root.");
        }
        var trimmed = route.Trim('/');
        if (Reserved.Any(reserved => trimmed.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
        {
            throw new FunctionLoadException(
                function, "The specified route conflicts with one or more built in routes.");
        }
        if (route.StartsWith('/'))
        {
            throw new FunctionLoadException(
                function, "its route begins with '/', which breaks every HTTP function of the app.");
        }
    }

    /// <summary>Parses a route, with its prefix or without.</summary>
    /// <exception cref="FunctionLoadException">It is not a route template.</exception>
    public static RoutePattern Parse(string function, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException e)
        {
            throw new FunctionLoadException(function, $"its route '{route}' is not a route template: {e.Message}");
        }
    }
}
