using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

[assembly: SuppressMessage(
    "Performance", "CA1822", Scope = "type", Target = "~T:Relay.Functions.Tests.TriggerRulesTests",
    Justification = "A function is an instance method, whether or not it uses the instance.")]

namespace Relay.Functions.Tests;

public sealed class TriggerRulesTests
{
    [Fact]
    public void TheFunctionsOfRelay_KeepTheRules() =>
        Assert.Empty(TriggerRules.FaultsOf(Assembly.Load("Relay.Functions").GetTypes()));

    [Fact]
    public void GoodFunctions_HaveNoFaults() =>
        Assert.Empty(TriggerRules.FaultsOf([typeof(Good), typeof(LastCatchAll), typeof(GoodTimer)]));

    [Theory]
    [InlineData(typeof(NoRoute), "Bad: it has no route of its own")]
    [InlineData(typeof(EmptyRoute), "Bad: it has no route of its own")]
    [InlineData(typeof(LeadingSlash), "Bad: its route begins with '/'")]
    [InlineData(typeof(Admin), "Bad: its route begins with letters that the host keeps for itself")]
    [InlineData(typeof(Runtime), "Bad: its route begins with letters that the host keeps for itself")]
    [InlineData(typeof(NoMethods), "Bad: it lists no methods")]
    [InlineData(typeof(FunctionKey), "Bad: it asks for a key of the Functions host")]
    [InlineData(typeof(AsyncVoid), "Bad: it does not return Task")]
    [InlineData(typeof(ReturnsText), "Bad: it does not return Task")]
    [InlineData(typeof(NoToken), "Bad: it takes no CancellationToken")]
    [InlineData(typeof(NoTrigger), "Bad: it has no trigger")]
    [InlineData(typeof(Hidden), "Bad: it is not a public instance method of a public class")]
    [InlineData(typeof(DeafTimer), "Bad: it takes no CancellationToken")]
    public void AFunctionThatBreaksOneRule_HasThatFault_AndNoOther(Type type, string fault) =>
        Assert.Equal([fault], TriggerRules.FaultsOf([type]));

    [Fact]
    public void TwoFunctionsOfOneName_AreAFault_WhateverTheirCase() =>
        Assert.Equal(["good: the name is not unique"], TriggerRules.FaultsOf([typeof(GoodTimer), typeof(SameName)]));

    [Fact]
    public void ACatchAllWhoseNameSortsFirst_IsAFault_OnlyOfTheMethodsThatItTakes() =>
        Assert.Equal(
            ["models: get is shadowed by Aaa, whose name sorts before it"],
            TriggerRules.FaultsOf([typeof(Good), typeof(FirstCatchAll)]));

    [Fact]
    public void AParameterBeforeALiteral_IsAFault() =>
        Assert.Equal(
            ["Zzz: get is shadowed by models, whose name sorts before it"],
            TriggerRules.FaultsOf([typeof(Good), typeof(LiteralInPlaceOfParameter)]));

    public sealed class Good
    {
        [Function("models")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "v1/models/{id}")] HttpRequest request,
            string id,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class GoodTimer
    {
        [Function("good")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }

    public sealed class SameName
    {
        [Function("GOOD")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }

    public sealed class LastCatchAll
    {
        [Function("Zzz")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class FirstCatchAll
    {
        [Function("Aaa")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "v1/{*path}")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class LiteralInPlaceOfParameter
    {
        [Function("Zzz")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "V1/models/newest")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class NoRoute
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class EmptyRoute
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class LeadingSlash
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/v1/x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class Admin
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "Administration")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class Runtime
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runtimes/x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class NoMethods
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class FunctionKey
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Function, "get", Route = "x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class AsyncVoid
    {
        [Function("Bad")]
        public async void Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request,
            CancellationToken cancellationToken) => await Task.Yield();
    }

    public sealed class ReturnsText
    {
        [Function("Bad")]
        public Task<string> Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.FromResult("lost");
    }

    public sealed class NoToken
    {
        [Function("Bad")]
        public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class NoTrigger
    {
        [Function("Bad")]
        public Task Run(HttpRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class Hidden
    {
        [Function("Bad")]
        public Task Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request,
            CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class DeafTimer
    {
        [Function("Bad")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }
}
