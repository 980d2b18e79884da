namespace Relay.Storage;

/// <summary>The outcome of a write.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Index">Which write of the batch did not fit, from 0; -1 when all did.</param>
/// <param name="ETags">The new state of each row, in the order of the writes (null for a delete); empty unless done.</param>
public readonly record struct TableResult(TableStatus Status, int Index, IReadOnlyList<string?> ETags)
{
    /// <summary>Whether all of it is durable.</summary>
    public bool IsDone => Status == TableStatus.Done;

    /// <summary>Makes the outcome of a write that did not fit.</summary>
    public static TableResult Failed(TableStatus status, int index) => new(status, index, []);
}
