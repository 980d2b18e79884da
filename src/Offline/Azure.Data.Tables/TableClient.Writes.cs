using Azure.Core;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Adds a row that must not be there yet.</summary>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using var message = _service.Message(RequestMethod.Post, Name);
        message.Request.Headers.Add("Prefer", "return-no-content");
        Fill(message, entity);
        return await _service.SendAsync(message, cancellationToken, 201, 204).ConfigureAwait(false);
    }

    /// <summary>Adds a row, or writes it over the one that is there.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => UpdateAsync(entity, mode, default, cancellationToken);

    /// <summary>Writes a row over the one that is there in the given state.</summary>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default) throw new ArgumentException("An update names the state of the row.", nameof(ifMatch));
        return UpdateAsync(entity, mode, ifMatch, cancellationToken);
    }

    /// <summary>Takes a row away. As in the real package, a row that is not there is no failure: the status is 404.</summary>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        using var message = _service.Message(RequestMethod.Delete, EntityPath.Of(Name, partitionKey, rowKey));
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return await _service.SendAsync(message, cancellationToken, 204, 404).ConfigureAwait(false);
    }

    /// <summary>Does all of the writes, which are of one partition, or none of them.</summary>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions.ToList();
        if (actions.Count == 0) throw new InvalidOperationException("A transaction has at least one write.");

        var content = new TransactionContent(_service.Endpoint, Name);
        using var message = _service.Message(RequestMethod.Post, "$batch");
        message.Request.Headers.Add("Content-Type", content.ContentType);
        message.Request.Content = content.Write(actions);
        var response = await _service.SendAsync(message, cancellationToken, 202).ConfigureAwait(false);

        var answers = TransactionAnswer.Read(response.Content);
        if (answers is [{ Status: >= 400 } failure])
            throw new TableTransactionFailedException(new RequestFailedException(failure, null, ErrorParser.Instance));
        return Response.FromValue<IReadOnlyList<Response>>(answers, response);
    }

    private async Task<Response> UpdateAsync(
        ITableEntity entity, TableUpdateMode mode, ETag state, CancellationToken cancellationToken)
    {
        var method = mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Patch;
        using var message = _service.Message(method, EntityPath.Of(Name, entity));
        if (state != default) message.Request.Headers.Add("If-Match", state.ToString());
        Fill(message, entity);
        return await _service.SendAsync(message, cancellationToken, 204).ConfigureAwait(false);
    }

    private static void Fill(HttpMessage message, ITableEntity entity)
    {
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(EntityWriter.Write(entity));
    }
}
