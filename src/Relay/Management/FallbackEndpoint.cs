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
            http.Request.Path.Value?.Contains("/v1/conversations", StringComparison.OrdinalIgnoreCase) == true
                ? "Conversations are not kept here: of several accounts nothing would say which holds one. Send the turns in input, "
                    + "or continue a response with previous_response_id."
                : "There is nothing at this address. The base URL of this relay ends in /v1, and chat is POST /v1/chat/completions."),
            cancellationToken);
    }
}
