using Microsoft.AspNetCore.Http;

namespace Relay.Management;

/// <summary>The changes over the management API, over the management API.</summary>
public sealed class AuditEndpoints
{
    private readonly AdminApi _api;
    private readonly AuditLog _audit;

    internal AuditEndpoints(AdminApi api, AuditLog audit)
    {
        _api = api;
        _audit = audit;
    }

    /// <summary><c>GET /api/audit</c>: who changed what, newest first.</summary>
    public Task ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        _api.RunAsync(http, async _ =>
        {
            var query = new PageQuery(http.Request.Query);
            if (query.Failure is { } wrong) return wrong;
            if (query.Continuation is { } text && !AuditLog.IsContinuation(text))
                return PageQuery.BadContinuation();
            var page = await _audit.ReadAsync(query.Limit, query.Continuation, cancellationToken);
            return await AdminApi.WriteAsync(http.Response, 200, page, ManagementJson.Default.AuditPage, cancellationToken);
        }, cancellationToken);
}
