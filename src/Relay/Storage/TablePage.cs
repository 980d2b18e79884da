namespace Relay.Storage;

/// <summary>A page of the rows that a <see cref="TableQuery"/> asked for.</summary>
/// <param name="Rows">The rows, in the order of their row keys.</param>
/// <param name="Continuation">What the query for the next page needs; null when this page is the last.</param>
public sealed record TablePage(IReadOnlyList<TableRow> Rows, string? Continuation);
