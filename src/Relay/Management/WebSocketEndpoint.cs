using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Management;

/// <summary>
/// Where Codex asks for a WebSocket first. On 426 it goes on over HTTP at once; on 400 its turn fails, and anything else
/// costs it seven tries.
/// </summary>
public static class WebSocketEndpoint
{
    /// <summary>Refuses at once, whoever asks: no key is looked at.</summary>
    public static Task RefuseAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return ErrorWriter.WriteAsync(http.Response, new Failure(
            FailureStage.Ingress, FailureSide.Caller, StatusCodes.Status426UpgradeRequired, FailureCode.NoWebSocket,
            "This relay speaks Responses over HTTP and not over WebSockets: POST /v1/responses, with \"stream\": true for events."),
            cancellationToken);
    }
}
