using Microsoft.AspNetCore.Http;

namespace Relay.Management;

/// <summary><c>GET /healthz</c>: whether this process answers. It asks nothing else, for a probe must cost nothing.</summary>
public static class HealthEndpoint
{
    private static readonly byte[] Healthy = "{\"status\":\"ok\"}"u8.ToArray();

    /// <summary>Answers that the process is there.</summary>
    public static Task GetAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = Healthy.Length;
        return http.Response.Body.WriteAsync(Healthy, cancellationToken).AsTask();
    }
}
