using Relay.Failures;
using Relay.Health;

namespace Relay.Forwarding;

/// <summary>A row of the <see cref="RetryTable"/>.</summary>
/// <param name="Stage">How far the attempt had come.</param>
/// <param name="Statuses">The provider's statuses, as ranges with both ends; empty for any, and for none.</param>
/// <param name="Codes">The codes; empty for any, and for none.</param>
/// <param name="Step">What the call does.</param>
/// <param name="Health">What it means for the account.</param>
internal sealed record RetryRule(
    AttemptStage Stage, IReadOnlyList<(int From, int To)> Statuses, IReadOnlyList<string> Codes, RetryStep Step, HealthEffect Health)
{
    /// <summary>Whether it is about operations beside conversations only.</summary>
    public bool IsOfOperation { get; init; }

    /// <summary>Whether the row is about such a failure.</summary>
    public bool Fits(AttemptCause cause) =>
        Stage == cause.Stage && (!IsOfOperation || cause.IsOfOperation)
        && (Statuses.Count == 0 || (cause.Status is { } status && Statuses.Any(range => status >= range.From && status <= range.To)))
        && (Codes.Count == 0 || (cause.Code is { } code && Codes.Contains(code)));
}
