using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Hosting;

/// <summary>The functions of an app.</summary>
/// <param name="Http">Those called over HTTP, in the order in which the Functions host asks them: by name.</param>
/// <param name="Timers">Those run on a schedule.</param>
internal sealed record FunctionCatalog(IReadOnlyList<HttpFunction> Http, IReadOnlyList<TimerFunction> Timers)
{
    private const BindingFlags OwnMethods = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Finds the functions of classes by their attributes.</summary>
    /// <exception cref="FunctionLoadException">A function is not as the Functions host would take it.</exception>
    public static FunctionCatalog Of(IEnumerable<Type> types)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var http = new List<HttpFunction>();
        var timers = new List<TimerFunction>();
        foreach (var method in types.SelectMany(type => type.GetMethods(OwnMethods)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { Name: var name })
                continue;
            if (!names.Add(name))
                throw new FunctionLoadException(name, "its name must be unique within the function app.");
            var reader = new FunctionReader(name, method);
            if (reader.ReadHttp() is { } httpFunction)
                http.Add(httpFunction);
            else if (reader.ReadTimer() is { } timer)
                timers.Add(timer);
            else
                throw new FunctionLoadException(name, "it must have one HttpTrigger or TimerTrigger parameter.");
        }
        http.Sort((one, other) => StringComparer.OrdinalIgnoreCase.Compare(one.Name, other.Name));
        return new FunctionCatalog(http, timers);
    }
}
