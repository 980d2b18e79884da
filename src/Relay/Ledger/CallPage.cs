namespace Relay.Ledger;

/// <summary>A page of records, newest first.</summary>
/// <param name="Data">The records.</param>
/// <param name="Continuation">What asks for the next page; null when this is the last.</param>
internal sealed record CallPage(IReadOnlyList<CallRecord> Data, string? Continuation);
