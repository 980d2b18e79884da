using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>Records of calls, for an admin key.</summary>
public sealed class CallFunctions(CallEndpoints calls)
{
    /// <summary>Lists calls, newest first.</summary>
    [Function(nameof(ListCalls))]
    public Task ListCalls(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/calls")] HttpRequest request,
        CancellationToken cancellationToken) =>
        calls.ListAsync(request.HttpContext, cancellationToken);

    /// <summary>One call.</summary>
    [Function(nameof(GetCall))]
    public Task GetCall(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/calls/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        calls.GetAsync(request.HttpContext, id, cancellationToken);
}
