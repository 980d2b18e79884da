using Microsoft.AspNetCore.Http;
using Relay.Dialects.Operations;
using Relay.Failures;

namespace Relay.Ingress;

/// <summary>
/// Answers an operation that no account has, where Relay can make a rough answer of its own. The header
/// <see cref="TokenEstimate.Header"/> says so. Nothing was spent; a record is kept only of what was tried at a provider.
/// </summary>
internal static class OperationEstimate
{
    /// <summary>Answers, when that is possible.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="call">The call.</param>
    /// <param name="failure">Why it cannot be sent on.</param>
    /// <param name="cancellationToken">Ends the writing when the caller goes away.</param>
    public static async ValueTask<bool> TryAnswerAsync(
        HttpResponse response, Call call, Failure failure, CancellationToken cancellationToken)
    {
        if (!IsLack(failure) || call.Request.Operation?.Estimate is not { } estimate) return false;
        var body = estimate(call.Body.Memory);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers[TokenEstimate.Header] = "true";
        await response.Body.WriteAsync(body, cancellationToken);
        return true;
    }

    // Some providers speak a dialect and have only the conversation of it.
    private static bool IsLack(Failure failure) => failure.Code == FailureCode.DialectUnavailable
        || failure is { Stage: FailureStage.Forwarding, Status: 404 or 405 or 501 };
}
