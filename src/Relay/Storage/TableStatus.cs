namespace Relay.Storage;

/// <summary>How a write ended.</summary>
public enum TableStatus
{
    /// <summary>All of it is durable.</summary>
    Done,

    /// <summary>A row to insert is there already. Nothing was written.</summary>
    Conflict,

    /// <summary>A row is not in the state that was named. Nothing was written.</summary>
    Changed,

    /// <summary>A row to update or delete is not there. Nothing was written.</summary>
    NotFound,
}
