using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Management;

/// <summary>Whatever has no endpoint: an error in OpenAI's form that says where to look.</summary>
public static class FallbackEndpoint
{
    /// <summary>Answers that there is nothing here.</summary>
    public static Task NotFoundAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return ErrorWriter.WriteAsync(http.Response, new Failure(
            FailureStage.Ingress, FailureSide.Caller, 404, FailureCode.NotFound,
            "There is nothing at this address. The base URL of this relay ends in /v1, and chat is POST /v1/chat/completions."),
            cancellationToken);
    }
}
