namespace Relay.Storage;

/// <summary>What a <see cref="TableWrite"/> does.</summary>
public enum TableWriteKind
{
    /// <summary>Adds a row that must not be there yet.</summary>
    Insert,

    /// <summary>Puts a row in place of whatever is there.</summary>
    Upsert,

    /// <summary>Puts a row in place of the one with the given ETag.</summary>
    Update,

    /// <summary>Takes a row away, with the given ETag or whatever is there.</summary>
    Delete,
}
