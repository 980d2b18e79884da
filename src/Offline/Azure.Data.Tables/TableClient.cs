using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables;

/// <summary>One table.</summary>
public partial class TableClient
{
    private readonly TableService _service;

    internal TableClient(TableService service, string table)
    {
        _service = service;
        Name = table;
    }

    /// <summary>Makes a client that a test derives from.</summary>
    protected TableClient()
    {
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>Makes the table, unless it is there already.</summary>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _service.Message(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(new { TableName = Name });
        var response = await _service.SendAsync(message, cancellationToken, 201, 204, 409).ConfigureAwait(false);
        if (response.Status == 409 && new RequestFailedException(response) is { ErrorCode: not "TableAlreadyExists" } failure)
            throw failure;
        return Response.FromValue(new TableItem(Name), response);
    }

    /// <summary>Reads a row. The answer has no value when there is none.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var query = "?$format=application/json;odata=minimalmetadata" + Select(select);
        using var message = _service.Message(RequestMethod.Get, EntityPath.Of(Name, partitionKey, rowKey), query);
        var response = await _service.SendAsync(message, cancellationToken, 200, 404).ConfigureAwait(false);
        return response.Status == 404
            ? new NoEntity<T>(response)
            : Response.FromValue(EntityReader.Read<T>(response.Content), response);
    }

    /// <summary>Finds rows by an OData filter, page by page.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var query = "$format=application/json;odata=minimalmetadata" + Select(select);
        if (filter is not null) query += "&$filter=" + Uri.EscapeDataString(filter);
        return new EntityPages<T>(_service, Name, query, maxPerPage, cancellationToken);
    }

    private static string Select(IEnumerable<string> names) =>
        names is null ? "" : "&$select=" + Uri.EscapeDataString(string.Join(',', names));
}
