using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Tests.Hosting;

/// <summary>The functions that the tests host.</summary>
public sealed partial class FunctionCatalogTests
{
    public sealed class AdminRoute
    {
        [Function("Bad")]
        public Task Get(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/Admin/keys/")] HttpRequest request) =>
            Task.CompletedTask;
    }

    public sealed class AdministrationRoute
    {
        [Function("Bad")]
        public Task Get(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "administration/x")] HttpRequest request) =>
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
        public Task Get(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id}")] HttpRequest request,
            string other) => Task.CompletedTask;
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
        public Task Get(HttpRequest request) =>
            Task.CompletedTask;
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
