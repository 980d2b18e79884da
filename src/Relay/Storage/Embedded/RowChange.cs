namespace Relay.Storage.Embedded;

/// <summary>What a committed write does to the index.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The row.</param>
/// <param name="Place">Its place in the line that is committed; null when it is deleted.</param>
internal readonly record struct RowChange(string Table, TableKey Key, RowPlace? Place);
