using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions.Tests;

/// <summary>What keeps a function from working on the real Functions host, though it compiles.</summary>
internal static class TriggerRules
{
    private const BindingFlags OwnMethods = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Checks the functions of classes.</summary>
    /// <returns>One line for each fault: the function's name, and what is wrong with it.</returns>
    public static IReadOnlyList<string> FaultsOf(IEnumerable<Type> types)
    {
        Trigger[] triggers =
        [
            .. from type in types
               from method in type.GetMethods(OwnMethods)
               let function = method.GetCustomAttribute<FunctionAttribute>()
               where function is not null
               select new Trigger(function.Name, method)
        ];
        return
        [
            .. from trigger in triggers from fault in FaultsOf(trigger) select $"{trigger.Name}: {fault}",
            .. from same in triggers.GroupBy(trigger => trigger.Name, StringComparer.OrdinalIgnoreCase)
               where same.Count() > 1
               select $"{same.Key}: the name is not unique",
            .. FaultsOfOrder([.. triggers.Where(trigger => trigger.Http?.Route is not null)]),
        ];
    }

    private static IEnumerable<string> FaultsOf(Trigger trigger)
    {
        var method = trigger.Method;
        if (method.ReturnType != typeof(Task))
            yield return "it does not return Task";
        if (method.IsStatic || !method.IsPublic || !method.DeclaringType!.IsVisible)
            yield return "it is not a public instance method of a public class";
        if (!method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
            yield return "it takes no CancellationToken";
        if (trigger.Http is not { } http)
        {
            if (trigger.Timer is null)
                yield return "it has no trigger";
            yield break;
        }
        if (http.AuthLevel != AuthorizationLevel.Anonymous)
            yield return "it asks for a key of the Functions host";
        if (http.Methods is null or [])
            yield return "it lists no methods";
        if (string.IsNullOrWhiteSpace(http.Route))
            yield return "it has no route of its own";
        else if (http.Route.StartsWith('/'))
            yield return "its route begins with '/'";
        if (http.Route?.Trim('/') is { } route
            && (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase)
                || route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase)))
        {
            yield return "its route begins with letters that the host keeps for itself";
        }
    }

    // The host takes the first match with functions sorted by name: a sample address of each function must
    // find that function first, or it is shadowed.
    private static IEnumerable<string> FaultsOfOrder(Trigger[] triggers)
    {
        Array.Sort(triggers, (one, other) => StringComparer.OrdinalIgnoreCase.Compare(one.Name, other.Name));
        return from trigger in triggers
               let address = SampleOf(trigger.Http!.Route!)
               from method in trigger.Http!.Methods ?? []
               let first = triggers.First(other => Takes(other.Http!, method, address))
               where first != trigger
               select $"{trigger.Name}: {method} is shadowed by {first.Name}, whose name sorts before it";
    }

    private static bool Takes(HttpTriggerAttribute trigger, string method, PathString address) =>
        (trigger.Methods is null or [] || trigger.Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        && new TemplateMatcher(TemplateParser.Parse(trigger.Route!.TrimStart('/')), []).TryMatch(address, []);

    private static PathString SampleOf(string route) => "/" + string.Join('/',
        from segment in TemplateParser.Parse(route.TrimStart('/')).Segments
        select string.Concat(
            from part in segment.Parts
            select part.IsCatchAll ? "some/thing" : part.IsParameter ? "something" : part.Text));

    private sealed record Trigger(string Name, MethodInfo Method)
    {
        public HttpTriggerAttribute? Http { get; } = Find<HttpTriggerAttribute>(Method);

        public TimerTriggerAttribute? Timer { get; } = Find<TimerTriggerAttribute>(Method);

        private static TAttribute? Find<TAttribute>(MethodInfo method) where TAttribute : Attribute =>
            method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TAttribute>())
                .FirstOrDefault(attribute => attribute is not null);
    }
}
