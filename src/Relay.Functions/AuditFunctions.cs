using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Relay.Management;

namespace Relay.Functions;

/// <summary>Changes over the management API, for an admin key.</summary>
public sealed class AuditFunctions(AuditEndpoints audit)
{
    /// <summary>Lists changes, newest first.</summary>
    [Function(nameof(ListAudit))]
    public Task ListAudit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/audit")] HttpRequest request,
        CancellationToken cancellationToken) =>
        audit.ListAsync(request.HttpContext, cancellationToken);
}
