using Relay.Failures;
using Relay.Ingress;
using Relay.Storage;

namespace Relay.Forwarding;

/// <summary>Turns the exceptions of an attempt into failures.</summary>
internal static class AttemptFaults
{
    /// <summary>Says what an exception means; null when it is a fault of Relay's own.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt; whether it may be charged for is noted there.</param>
    /// <param name="isHalfSent">Whether the provider closed the connection before it had the whole request.</param>
    /// <param name="caller">Has ended when the caller has gone away.</param>
    public static Failure? ToFailure(Exception e, Call call, Attempt attempt, bool isHalfSent, CancellationToken caller)
    {
        if (caller.IsCancellationRequested) return UpstreamFailures.CallerGone();
        if (attempt.IsOutrun) return UpstreamFailures.Outrun();
        if (call.Upload?.Failure is { } upload)
        {
            // Of half a form nothing can be made.
            attempt.Chargeable = false;
            return upload;
        }

        switch (e)
        {
            case TableStoreException:
            case OperationCanceledException when call.Open!.Written.IsFaulted:
                return UpstreamFailures.NoStorage();
            // The connection's own time-out, not that of the answer.
            case OperationCanceledException { InnerException: TimeoutException }:
                attempt.Chargeable = false;
                return UpstreamFailures.Unreachable();
            case OperationCanceledException:
                return UpstreamFailures.TimedOut();
            case HttpRequestException when attempt.Status is null && isHalfSent:
                attempt.Chargeable = false;
                return UpstreamFailures.HalfSent();
            case HttpRequestException http when attempt.Status is null:
                attempt.Chargeable = http.HttpRequestError is not (HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
                return UpstreamFailures.Unreachable();
            case HttpRequestException or IOException:
                return UpstreamFailures.Truncated();
            case InvalidDataException:
                return UpstreamFailures.Malformed();
            default:
                return null;
        }
    }
}
