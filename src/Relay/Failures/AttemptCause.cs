namespace Relay.Failures;

/// <summary>What an attempt ran into at the provider, before it is put into words for the caller.</summary>
/// <param name="Stage">How far the attempt had come.</param>
/// <param name="Status">The provider's status; null when it gave none.</param>
/// <param name="Code">The provider's code, else Relay's for what happened; null when there is neither.</param>
internal readonly record struct AttemptCause(AttemptStage Stage, int? Status = null, string? Code = null)
{
    /// <summary>When the provider itself wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it was an operation beside conversations that was tried.</summary>
    public bool IsOfOperation { get; init; }
}
