namespace Relay.Storage;

/// <summary>
/// The one way to durable state. It promises what Azure Table Storage promises and no more: rows of
/// typed properties, ordered by row key inside a partition, and atomic batches inside one partition.
/// </summary>
/// <remarks>
/// What a caller must expect (a conflict, a changed row, a missing row) is a <see cref="TableStatus"/>.
/// A store that cannot answer throws <see cref="TableStoreException"/>; the write may then have landed or
/// not, so every write must be one that may safely be done again. Tables come into being when first used.
/// </remarks>
public interface ITableStore
{
    /// <summary>Reads one row.</summary>
    /// <returns>The row with its ETag, or null when there is none.</returns>
    /// <exception cref="ArgumentException">The table or the key breaks a rule of <see cref="TableLimits"/>.</exception>
    /// <exception cref="TableStoreException">The store cannot answer.</exception>
    ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken);

    /// <summary>Reads the rows of one partition in the order of their row keys, a page at a time.</summary>
    /// <returns>
    /// A page of at most <see cref="TableQuery.Take"/> rows; it may hold fewer, even none, and still not be
    /// the last: only a null <see cref="TablePage.Continuation"/> means that nothing is left.
    /// </returns>
    /// <exception cref="ArgumentException">The query breaks a rule of <see cref="TableLimits"/>.</exception>
    /// <exception cref="TableStoreException">The store cannot answer.</exception>
    ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Does all of the writes or none of them. They are of one partition, name each row once, and number
    /// from 1 to <see cref="TableLimits.MaxBatch"/>. Durable when it returns.
    /// </summary>
    /// <remarks>
    /// The token is heeded until the write is on its way. The writes and their rows must not change until
    /// the task is done.
    /// </remarks>
    /// <exception cref="ArgumentException">The writes break a rule of <see cref="TableLimits"/>.</exception>
    /// <exception cref="TableStoreException">The store cannot answer.</exception>
    ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken);
}
