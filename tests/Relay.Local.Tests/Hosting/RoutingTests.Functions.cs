using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Relay.Local.Tests.Hosting;

/// <summary>The functions that the tests host.</summary>
public sealed partial class RoutingTests
{
    public sealed class ExactZzz
    {
        [Function("Zzz")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/exact")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("Zzz");
    }

    public sealed class ExactPost
    {
        [Function("Post")]
        public Task Post([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/exact")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("Post");
    }

    public sealed class CatchAllAaa
    {
        [Function("Aaa")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("Aaa");
    }

    public sealed class CatchAllLowerAab
    {
        [Function("aab")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("aab");
    }

    public sealed class CatchAllZzzz
    {
        [Function("Zzzz")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("Zzzz");
    }

    public sealed class AnyMethod
    {
        [Function("Any")]
        public Task Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync(request.Method);
    }

    public sealed class NoRoute
    {
        [Function("NameOfFunction")]
        public Task Get([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("by name");
    }

    public sealed class Parameters
    {
        [Function("Models")]
        public Task Models(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "models/{*id}")] HttpRequest request,
            string? id,
            CancellationToken cancellationToken) =>
            request.HttpContext.Response.WriteAsync(id ?? "null", cancellationToken);

        [Function("Pair")]
        public Task Pair(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pair/{one}/{other}")] HttpRequest request,
            string other,
            string one,
            CancellationToken cancellationToken) =>
            request.HttpContext.Response.WriteAsync($"{other} then {one}", cancellationToken);
    }
}
