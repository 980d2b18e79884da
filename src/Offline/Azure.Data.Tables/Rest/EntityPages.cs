using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>The rows that a query finds, asked for page by page.</summary>
internal sealed class EntityPages<T>(
    TableService service, string table, string query, int? maxPerPage, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
{
    private const string NextPartition = "NextPartitionKey";
    private const string NextRow = "NextRowKey";

    public override async IAsyncEnumerable<Page<T>> AsPages(string continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await PageAsync(continuationToken, pageSizeHint ?? maxPerPage).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    private async Task<Page<T>> PageAsync(string continuation, int? size)
    {
        var parameters = query;
        if (size is { } top) parameters += $"&$top={top}";

        // Two keys of the service's own making with a space between; the second may be missing.
        if (continuation?.Split(' ', 2) is [var partition, var row])
        {
            parameters += $"&{NextPartition}={Uri.EscapeDataString(partition)}";
            if (row.Length > 0) parameters += $"&{NextRow}={Uri.EscapeDataString(row)}";
        }

        using var message = service.Message(RequestMethod.Get, $"{table}()", "?" + parameters);
        var response = await service.SendAsync(message, CancellationToken, 200).ConfigureAwait(false);
        return Page<T>.FromValues(EntityReader.ReadPage<T>(response.Content), ContinuationOf(response), response);
    }

    private static string ContinuationOf(Response response)
    {
        response.Headers.TryGetValue("x-ms-continuation-" + NextPartition, out var partition);
        response.Headers.TryGetValue("x-ms-continuation-" + NextRow, out var row);
        return partition is null && row is null ? null : $"{partition} {row}";
    }
}
