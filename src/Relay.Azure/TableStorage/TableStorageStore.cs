using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>The tables of an Azure storage account.</summary>
/// <param name="service">The account, by options of <see cref="TableStorageClient"/>: the store tries again by itself.</param>
/// <param name="time">The clock that waits between tries.</param>
/// <param name="logger">Told of every try that failed.</param>
/// <param name="writer">A name that no other process has; rows carry it.</param>
public sealed class TableStorageStore(
    TableServiceClient service, TimeProvider time, ILogger<TableStorageStore> logger, string writer) : ITableStore
{
    private readonly StorageRetries _retries = new(time, logger);
    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);
    private long _writes;

    /// <inheritdoc/>
    public async ValueTask<TableRow?> GetAsync(string table, TableKey key, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, key);
        var client = Table(table);
        var found = await _retries.RunAsync(
            () => client.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, null, cancellationToken), cancellationToken);
        return found.HasValue ? StoredRow.FromEntity(found.Value!) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<TablePage> QueryAsync(string table, TableQuery query, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, query);
        var client = Table(table);
        return await _retries.RunAsync(() => PageAsync(client, query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<TableResult> WriteAsync(
        string table, ReadOnlyMemory<TableWrite> writes, CancellationToken cancellationToken)
    {
        TableLimits.Check(table, writes.Span);
        cancellationToken.ThrowIfCancellationRequested();
        var id = string.Create(CultureInfo.InvariantCulture, $"{writer}-{Interlocked.Increment(ref _writes):x}");
        return await new WriteAttempts(Table(table), _retries).WriteAsync(new(writes.Span, id), cancellationToken);
    }

    private static async Task<TablePage> PageAsync(TableClient table, TableQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var pages = table.QueryAsync<TableEntity>(FilterOf(query), query.Take, SelectOf(query), cancellationToken);
            await foreach (var page in pages.AsPages(query.Continuation))
                return new([.. page.Values.Select(entity => StoredRow.FromEntity(entity, query.Properties is not null))], page.ContinuationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == StorageCodes.TableNotFound)
        {
            // A table comes into being with its first row.
        }

        return new([], null);
    }

    private static string FilterOf(TableQuery query)
    {
        var filter = $"PartitionKey eq '{query.Partition}'";
        if (query.From is { } from) filter += $" and RowKey ge '{Quoted(from)}'";
        if (query.Before is { } before) filter += $" and RowKey lt '{Quoted(before)}'";
        return filter;
    }

    private static IEnumerable<string>? SelectOf(TableQuery query) => query.Properties is { } names ? [.. StoredRow.Keys, .. names] : null;

    // Keys hold no quote, but the ends of a range may.
    private static string Quoted(string end) => end.Replace("'", "''", StringComparison.Ordinal);

    private TableClient Table(string name) => _tables.GetOrAdd(name, service.GetTableClient);
}
