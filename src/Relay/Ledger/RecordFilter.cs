namespace Relay.Ledger;

/// <summary>Which records a listing shows; what is null does not matter.</summary>
/// <param name="Key">The key's id.</param>
/// <param name="Project">The project.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Account">The account of the last attempt.</param>
/// <param name="Outcome">How the call ended.</param>
/// <param name="From">The earliest start, itself included.</param>
/// <param name="Before">The start before which all are.</param>
internal sealed record RecordFilter(
    string? Key = null,
    string? Project = null,
    string? Model = null,
    string? Account = null,
    CallOutcome? Outcome = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Before = null)
{
    /// <summary>Whether a record is shown.</summary>
    public bool Fits(CallRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (Key is null || record.Key == Key)
            && (Project is null || record.Project == Project)
            && (Model is null || record.Model == Model)
            && (Account is null || record.Account == Account)
            && (Outcome is null || record.Outcome == Outcome)
            && (From is null || record.StartedAt >= From)
            && (Before is null || record.StartedAt < Before);
    }
}
