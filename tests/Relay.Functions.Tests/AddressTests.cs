using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions.Tests;

/// <summary>What is said of an address to who comes with another method is what its functions take.</summary>
public sealed class AddressTests
{
    // What a rest may be, where not everything is something.
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["openai/deployments/{*path}"] = "openai/deployments/m/chat/completions",
        ["openai/responses/{*path}"] = "openai/responses/compact",
        ["openai/v1/{*path}"] = "openai/v1/chat/completions",
        ["anthropic/v1/{*path}"] = "anthropic/v1/messages",
        ["v1/models/{*path}"] = "v1/models/m:generateContent",
        ["v1beta/models/{*path}"] = "v1beta/models/a/m:generateContent",
        ["gemini/{version}/models/{*path}"] = "gemini/v2/models/m:generateContent",
    };

    private static readonly (string Name, string Route, string[] Methods)[] Functions =
    [
        .. from method in typeof(ChatFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is not null && trigger.Route != "{*path}"
           select (method.Name, trigger.Route!, trigger.Methods!.Select(own => own.ToUpperInvariant()).ToArray()),
    ];

    public static TheoryData<string, string> Taken =>
    [
        .. from function in Functions
           // They answer 426, so that nothing is to be had there by GET.
           where !function.Name.EndsWith("WebSocket", StringComparison.Ordinal)
           from method in function.Methods
           select (method, SampleOf(function.Route)),
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public void WhatAFunctionTakes_IsAllowed(string method, string address) =>
        Assert.Contains(method, Addresses.MethodsAt("/" + address)!.Split(", "));

    [Fact]
    public void WhatIsAllowedAtAnAddressOfOurOwn_IsWhatFunctionsTake() => Assert.All(Addresses.Own, own =>
    {
        var taken = Functions.Where(function => SampleOf(function.Route) == own.Path.Replace(Addresses.Any, "x", StringComparison.Ordinal))
            .SelectMany(function => function.Methods).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join(", ", taken), own.Methods);
    });

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/chat/completions/more")]
    [InlineData("/openai/deployments/m/nothing")]
    [InlineData("/openai/chat/completions")]
    [InlineData("/openai/responses/resp_1/more")]
    [InlineData("//v1/chat/completions")]
    [InlineData("/gemini/models")]
    [InlineData("/anthropic/v1/responses/resp_1")]
    [InlineData("/api")]
    [InlineData("/api/keys/a/b")]
    public void WhereNothingStands_NothingIsAllowed(string address) => Assert.Null(Addresses.MethodsAt(address));

    [Theory]
    [InlineData("/V1/CHAT/completions", null)]
    [InlineData("/API/Keys", "GET, HEAD, POST")]
    [InlineData("/v1/responses/resp_1/", "DELETE, GET")]
    [InlineData("/openai/v1/responses/resp_1", "DELETE, GET")]
    [InlineData("/v1/responses/resp_1/cancel", "POST")]
    [InlineData("/v1/models/gpt-5", "GET, HEAD")]
    [InlineData("/openai/v1/models/a:b", "GET, HEAD")]
    public void AnAddress_IsReadAsTheHostReadsIt(string address, string? methods) => Assert.Equal(methods, Addresses.MethodsAt(address));

    private static string SampleOf(string route) => Samples.TryGetValue(route, out var sample)
        ? sample
        : string.Join('/', route.Split('/').Select(part => part.StartsWith('{') ? "x" : part));
}
