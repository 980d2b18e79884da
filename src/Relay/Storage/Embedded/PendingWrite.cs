namespace Relay.Storage.Embedded;

/// <summary>A batch that waits for the next group commit.</summary>
internal sealed class PendingWrite(string table, ReadOnlyMemory<TableWrite> writes)
    : TaskCompletionSource<TableResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The table of all of its writes.</summary>
    public string Table { get; } = table;

    /// <summary>What is to be written, all or nothing.</summary>
    public ReadOnlyMemory<TableWrite> Writes { get; } = writes;
}
