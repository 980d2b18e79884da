using Relay.Storage;

namespace Relay.Failures;

/// <summary>Troubles of Relay's own that can come at more than one step.</summary>
internal static class RelayFailures
{
    // Storage that is throttled or fails over is back in seconds.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Storage does not answer: a <see cref="TableStoreException"/> in words.</summary>
    /// <param name="stage">Where it was needed.</param>
    /// <param name="consequence">What comes of it, as the end of a sentence.</param>
    /// <param name="advice">What to do.</param>
    public static Failure NoStorage(FailureStage stage, string consequence, string advice = "Try again shortly.") =>
        new(stage, FailureSide.Relay, 503, FailureCode.StorageUnavailable, $"This relay's storage does not answer{consequence}. {advice}")
        {
            RetryAfter = Retry,
        };

    /// <summary>An exception that nothing foresaw. Whoever makes this has logged it.</summary>
    public static Failure Fault() =>
        new(FailureStage.Forwarding, FailureSide.Relay, 500, FailureCode.Internal,
            "Something went wrong in this relay. Its log has the call id.");

    /// <summary>Relay is stopping.</summary>
    public static Failure Draining() =>
        new(FailureStage.Ingress, FailureSide.Relay, 503, FailureCode.Draining, "This relay is shutting down. Try again shortly.")
        {
            RetryAfter = Retry,
        };
}
