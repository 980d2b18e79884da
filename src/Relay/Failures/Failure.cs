namespace Relay.Failures;

/// <summary>
/// Why a call did not succeed, as data. <see cref="ErrorWriter"/> alone turns it into a status and a body.
/// </summary>
/// <param name="Stage">Which step failed.</param>
/// <param name="Side">Whose trouble it is.</param>
/// <param name="Status">The HTTP status for the caller.</param>
/// <param name="Code">What happened, for programs: one of <see cref="FailureCode"/>, or the provider's own.</param>
/// <param name="Message">What happened and what to do, for people. Never holds a secret, a prompt or an answer.</param>
internal sealed record Failure(FailureStage Stage, FailureSide Side, int Status, string Code, string Message)
{
    /// <summary>The field of the request that it is about, when there is one.</summary>
    public string? Param { get; init; }

    /// <summary>When the caller may try again. Every 429 and every 503 of ours has one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's own error body, which is then sent as it came.</summary>
    public UpstreamError? Upstream { get; init; }

    /// <summary>What the attempt ran into; null when it was not an attempt that failed. It decides what is tried next.</summary>
    public AttemptCause? Cause { get; init; }

    /// <summary>What is wrong, one by one, when there is more than one thing.</summary>
    public IReadOnlyList<FailureDetail> Details { get; init; } = [];
}
