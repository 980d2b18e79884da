using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions.Tests;

/// <summary>docs/api.md names every address that callers may use.</summary>
public sealed class ApiPageTests
{
    public static TheoryData<string, string> Routes => new(
        from method in typeof(ChatFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null && trigger.Route != "{*path}"
        select (method.Name, trigger.Route!));

    [Theory]
    [MemberData(nameof(Routes))]
    public void EveryRoute_IsInThePage(string function, string route)
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "api.md"));
        // The page names parameters by what they are, and a rest by an ellipsis or by what it may be.
        var fixedPart = route.Split("{*")[0].TrimEnd('/');
        Assert.True(page.Contains("/" + fixedPart, StringComparison.Ordinal), $"{function}: docs/api.md does not name /{route}");
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Relay.sln"))) at = at.Parent!;
        return at.FullName;
    }
}
