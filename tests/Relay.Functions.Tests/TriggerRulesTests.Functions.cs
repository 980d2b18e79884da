using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Functions.Tests;

/// <summary>The functions that the tests host.</summary>
public sealed partial class TriggerRulesTests
{
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
