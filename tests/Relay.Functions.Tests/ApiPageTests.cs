using System.Reflection;
using System.Text.RegularExpressions;
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
    public void EveryRoute_IsInThePage(string function, string route) =>
        Assert.True(Names(Repository.Read("docs", "api.md"), route), $"{function}: docs/api.md does not name /{route}");

    [Theory]
    [InlineData("`GET /api/keys/{id}`", "api/keys", false)]
    [InlineData("`GET /api/keys-of`", "api/keys", false)]
    [InlineData("`GET /api/keys?limit=`", "api/keys", true)]
    [InlineData("`GET /v1/models`", "v1/models/{*id}", false)]
    [InlineData("`GET /v1/models/{model}:x`", "v1/models/{*id}", true)]
    [InlineData("`/anthropic/v1/…`", "anthropic/v1/{*path}", true)]
    public void ARoute_IsNamedByItsOwnAddressOnly(string page, string route, bool isNamed) => Assert.Equal(isNamed, Names(page, route));

    // The page names parameters by what they are, and a rest by an ellipsis or by what it may be.
    private static bool Names(string page, string route)
    {
        var isRest = route.Contains("{*", StringComparison.Ordinal);
        var parts = route.Split("{*")[0].Split('/').Select(part => part.StartsWith('{') ? @"\{\w+\}" : Regex.Escape(part));
        return Regex.IsMatch(page, "/" + string.Join('/', parts) + (isRest ? "[{…]" : @"(?![\w/{:-])"));
    }
}
