namespace Relay.Storage;

/// <summary>A range of one partition.</summary>
/// <param name="Partition">The partition key.</param>
/// <param name="From">The first row key of the range, itself inside it; null for the first of the partition.</param>
/// <param name="Before">The first row key after the range; null for no end.</param>
/// <param name="Take">The most rows of a page, from 1 to <see cref="TableLimits.MaxPage"/>.</param>
/// <param name="Continuation">Where the page before ended, as it said so; opaque.</param>
public sealed record TableQuery(
    string Partition,
    string? From = null,
    string? Before = null,
    int Take = TableLimits.MaxPage,
    string? Continuation = null)
{
    /// <summary>The names of the properties to read, for what of long rows is all that is needed; null for all. A row has those that it has.</summary>
    public IReadOnlyList<string>? Properties { get; init; }
}
