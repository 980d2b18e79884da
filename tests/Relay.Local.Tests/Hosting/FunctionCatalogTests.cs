using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

/// <summary>What refuses to start, for the real host would refuse it, or break.</summary>
public sealed class FunctionCatalogTests
{
    private const string Conflicts = "The specified route conflicts with one or more built in routes.";

    [Theory]
    [InlineData(typeof(AdminRoute), Conflicts)]
    [InlineData(typeof(AdministrationRoute), Conflicts)]
    [InlineData(typeof(RuntimeRoute), Conflicts)]
    [InlineData(typeof(ReservedName), Conflicts)]
    [InlineData(typeof(LeadingSlash), "begins with '/'")]
    [InlineData(typeof(EmptyRoute), "use '{*path}' for the root")]
    [InlineData(typeof(BadTemplate), "is not a route template")]
    [InlineData(typeof(ReturnsText), "must return Task")]
    [InlineData(typeof(ReturnsNothing), "must return Task")]
    [InlineData(typeof(UnknownParameter), "its parameter 'other'")]
    [InlineData(typeof(WrongTriggerType), "must be HttpRequest")]
    [InlineData(typeof(NoTrigger), "must have one HttpTrigger or TimerTrigger")]
    [InlineData(typeof(StaticMethod), "public instance method of a public class")]
    [InlineData(typeof(PrivateMethod), "public instance method of a public class")]
    [InlineData(typeof(HiddenClass), "public instance method of a public class")]
    [InlineData(typeof(FiveFields), "is not a schedule of six fields")]
    [InlineData(typeof(Interval), "is not a schedule of six fields")]
    public void AFunctionThatTheRealHostWouldNotServe_IsRefusedByName(Type type, string fault)
    {
        var e = Assert.Throws<FunctionLoadException>(() => FunctionCatalog.Of([type]));

        Assert.Matches("^The '(Bad|RuntimeStatus)' function is in error: ", e.Message);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFunctionsOfOneName_AreRefused_WhateverTheirCase()
    {
        var e = Assert.Throws<FunctionLoadException>(() => FunctionCatalog.Of([typeof(Once), typeof(OnceMore)]));

        Assert.Equal("The 'ONCE' function is in error: its name must be unique within the function app.", e.Message);
    }

    [Fact]
    public void AFunctionAmongOtherMethods_IsFoundAlone()
    {
        var catalog = FunctionCatalog.Of([typeof(string), typeof(Once)]);

        Assert.Equal("once", Assert.Single(catalog.Http).Name);
        Assert.Empty(catalog.Timers);
    }

    public sealed class AdminRoute
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/Admin/keys/")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class AdministrationRoute
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "administration/x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class RuntimeRoute
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runtimes")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class ReservedName
    {
        // Without a route of its own, its name is the route.
        [Function("RuntimeStatus")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class LeadingSlash
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/v1/x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class EmptyRoute
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class BadTemplate
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/{id")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class ReturnsText
    {
        [Function("Bad")]
        public Task<string> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.FromResult("lost");
    }

    public sealed class ReturnsNothing
    {
        [Function("Bad")]
        public void Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) { }
    }

    public sealed class UnknownParameter
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id}")] HttpRequest request, string other) =>
            Task.CompletedTask;
    }

    public sealed class WrongTriggerType
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] string body) =>
            Task.CompletedTask;
    }

    public sealed class NoTrigger
    {
        [Function("Bad")]
        public Task Get(HttpRequest request) => Task.CompletedTask;
    }

    public sealed class StaticMethod
    {
        [Function("Bad")]
        public static Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class PrivateMethod
    {
        [Function("Bad")]
        internal Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    internal sealed class HiddenClass
    {
        [Function("Bad")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class FiveFields
    {
        [Function("Bad")]
        public Task Run([TimerTrigger("*/5 * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class Interval
    {
        [Function("Bad")]
        public Task Run([TimerTrigger("00:05:00")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class Once
    {
        [Function("once")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class OnceMore
    {
        [Function("ONCE")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }
}
