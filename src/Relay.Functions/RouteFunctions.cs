using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>How calls are routed, for an admin key.</summary>
public sealed class RouteFunctions(RouteEndpoints routes)
{
    /// <summary>The plan of a call, and why it is so.</summary>
    [Function(nameof(ExplainRoute))]
    public Task ExplainRoute(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/route/explain")] HttpRequest request,
        CancellationToken cancellationToken) =>
        routes.ExplainAsync(request.HttpContext, cancellationToken);
}
