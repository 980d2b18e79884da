namespace Relay.Storage.Embedded;

/// <summary>A row of the index: its row key, and where its present state stands.</summary>
internal readonly record struct RowEntry(string Row, RowLocation Location);
