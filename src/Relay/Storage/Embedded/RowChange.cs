namespace Relay.Storage.Embedded;

/// <summary>What one row of a journal's line does to the index.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The row.</param>
/// <param name="Location">Where the change stands: the new state, or the note that the row is gone.</param>
/// <param name="IsDelete">Whether the row is gone.</param>
internal readonly record struct RowChange(string Table, TableKey Key, RowLocation Location, bool IsDelete);
