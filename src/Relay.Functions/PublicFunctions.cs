using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>What needs no key.</summary>
public sealed class PublicFunctions(CallEntry entry)
{
    /// <summary>Whether the process answers.</summary>
    [Function(nameof(Healthz))]
    public Task Healthz(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "healthz")] HttpRequest request,
        CancellationToken cancellationToken) =>
        HealthEndpoint.GetAsync(request.HttpContext, cancellationToken);

    /// <summary>Where Codex asks for a WebSocket before it sends its request: refused at once.</summary>
    [Function(nameof(ResponsesWebSocket))]
    public Task ResponsesWebSocket(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/responses")] HttpRequest request,
        CancellationToken cancellationToken) =>
        WebSocketEndpoint.RefuseAsync(request.HttpContext, cancellationToken);

    /// <summary>
    /// All else. The Functions host takes the first route that matches by the name of its function, so this name sorts last.
    /// </summary>
    [Function(nameof(ZzFallback))]
    public Task ZzFallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")]
        HttpRequest request,
        CancellationToken cancellationToken) =>
        entry.NowhereAsync(request.HttpContext, cancellationToken);
}
