using Azure;
using Azure.Data.Tables;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>Writes of one partition on their way to the service.</summary>
internal sealed class WriteBatch
{
    private readonly TableWrite[] _writes;
    private readonly TableEntity[] _entities;

    /// <summary>Makes the entities.</summary>
    /// <param name="writes">The writes, checked against the limits.</param>
    /// <param name="id">What tells these writes from all others; every row that they make carries it.</param>
    public WriteBatch(ReadOnlySpan<TableWrite> writes, string id)
    {
        Id = id;
        _writes = writes.ToArray();
        _entities = Array.ConvertAll(_writes, write => write.Row is { } row
            ? StoredRow.ToEntity(row, id)
            : new TableEntity(write.Key.Partition, write.Key.Row));
    }

    /// <summary>What the rows carry.</summary>
    public string Id { get; }

    /// <summary>The writes.</summary>
    public IReadOnlyList<TableWrite> Writes => _writes;

    /// <summary>Sends them once.</summary>
    /// <exception cref="RequestFailedException">The service did not do it, for a reason other than a row's state.</exception>
    public async Task<TableResult> SendAsync(TableClient table)
    {
        try
        {
            return _writes.Length == 1
                ? await SendOneAsync(table)
                : await SendAllAsync(table);
        }
        catch (RequestFailedException e) when (StatusOf(e) is { } status && IndexOf(e) is { } index)
        {
            return TableResult.Failed(status, index);
        }
    }

    private async Task<TableResult> SendOneAsync(TableClient table)
    {
        var (write, entity) = (_writes[0], _entities[0]);
        var response = write.Kind switch
        {
            TableWriteKind.Insert => await table.AddEntityAsync(entity),
            TableWriteKind.Upsert => await table.UpsertEntityAsync(entity, TableUpdateMode.Replace),
            TableWriteKind.Update =>
                await table.UpdateEntityAsync(entity, StateOf(write), TableUpdateMode.Replace),
            _ => await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, StateOf(write)),
        };

        // A delete of what is not there is no failure to the client.
        return response.Status == 404
            ? TableResult.Failed(TableStatus.NotFound, 0)
            : new(TableStatus.Done, -1, [ETagOf(write, response)]);
    }

    private async Task<TableResult> SendAllAsync(TableClient table)
    {
        var actions = _writes.Zip(
            _entities, (write, entity) => new TableTransactionAction(ActionOf(write.Kind), entity, StateOf(write)));
        var response = await table.SubmitTransactionAsync(actions);
        return new(TableStatus.Done, -1, [.. _writes.Zip(response.Value, (write, answer) => ETagOf(write, answer))]);
    }

    private static TableTransactionActionType ActionOf(TableWriteKind kind) => kind switch
    {
        TableWriteKind.Insert => TableTransactionActionType.Add,
        TableWriteKind.Upsert => TableTransactionActionType.UpsertReplace,
        TableWriteKind.Update => TableTransactionActionType.UpdateReplace,
        _ => TableTransactionActionType.Delete,
    };

    private static ETag StateOf(in TableWrite write) => write.ETag is { } etag ? new(etag) : default;

    private static string? ETagOf(in TableWrite write, Response response) =>
        write.Kind == TableWriteKind.Delete ? null : response.Headers.ETag?.ToString();

    // A missing table is no state of a row: it is made, and the writes are sent again.
    private static TableStatus? StatusOf(RequestFailedException e) => (e.Status, e.ErrorCode) switch
    {
        (409, "EntityAlreadyExists") => TableStatus.Conflict,
        (412, _) => TableStatus.Changed,
        (404, not StorageCodes.TableNotFound) => TableStatus.NotFound,
        _ => null,
    };

    private static int? IndexOf(RequestFailedException e) =>
        e is TableTransactionFailedException transaction ? transaction.FailedTransactionActionIndex : 0;
}
