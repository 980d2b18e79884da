namespace Relay.Storage;

/// <summary>One change of one row.</summary>
public readonly struct TableWrite
{
    private TableWrite(TableWriteKind kind, TableKey key, TableRow? row, string? etag)
    {
        Kind = kind;
        Key = key;
        Row = row;
        ETag = etag;
    }

    /// <summary>What is done.</summary>
    public TableWriteKind Kind { get; }

    /// <summary>To which row.</summary>
    public TableKey Key { get; }

    /// <summary>The new row; null for a delete.</summary>
    public TableRow? Row { get; }

    /// <summary>The state that the row must be in; null where any will do.</summary>
    public string? ETag { get; }

    /// <summary>Adds a row; <see cref="TableStatus.Conflict"/> when it is there already.</summary>
    public static TableWrite Insert(TableRow row) => new(TableWriteKind.Insert, KeyOf(row), row, null);

    /// <summary>Adds or replaces a row.</summary>
    public static TableWrite Upsert(TableRow row) => new(TableWriteKind.Upsert, KeyOf(row), row, null);

    /// <summary>
    /// Replaces a row in the given state; <see cref="TableStatus.Changed"/> when it is in another,
    /// <see cref="TableStatus.NotFound"/> when it is gone.
    /// </summary>
    public static TableWrite Update(TableRow row, string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new(TableWriteKind.Update, KeyOf(row), row, etag);
    }

    /// <summary>
    /// Deletes a row; <see cref="TableStatus.NotFound"/> when there is none, and
    /// <see cref="TableStatus.Changed"/> when <paramref name="etag"/> is given and is not the row's.
    /// </summary>
    public static TableWrite Delete(TableKey key, string? etag = null) => new(TableWriteKind.Delete, key, null, etag);

    private static TableKey KeyOf(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Key;
    }
}
