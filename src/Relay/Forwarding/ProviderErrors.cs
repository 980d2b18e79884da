using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;

namespace Relay.Forwarding;

/// <summary>Brings a provider's error to the caller: byte for byte in the same dialect, else said again in the caller's.</summary>
internal static class ProviderErrors
{
    /// <summary>Makes what the caller gets.</summary>
    /// <param name="attempt">Between whom.</param>
    /// <param name="status">The status for the caller.</param>
    /// <param name="code">The provider's code; null when it named none.</param>
    /// <param name="body">The provider's error, which is JSON.</param>
    /// <param name="headers">Those of its headers that the caller may see; the id of the request is added.</param>
    public static UpstreamError Make(
        Attempt attempt, int status, string? code, ReadOnlySpan<byte> body, IHeaderDictionary headers)
    {
        if (attempt.Headers is { } from) RequestId.Copy(from, headers, attempt.Caller);
        if (attempt.Endpoint.Dialect == attempt.Caller) return new(body.ToArray(), headers);
        var said = new Failure(
            FailureStage.Forwarding, FailureSide.Provider, status, code ?? FailureCode.UpstreamError,
            ErrorBody.ReadMessage(body) ?? "The provider answered with an error that says no more.");
        return new(DialectCatalogue.Of(attempt.Caller).ToBody(said), headers);
    }
}
