using Azure;
using Azure.Data.Tables;
using Relay.Storage;

namespace Relay.Azure.TableStorage;

/// <summary>
/// Writes that come out the same however often they are sent. A try that was not answered may have been done; when a
/// later try then finds a row in another state, the row tells whether it was this very write that put it there.
/// </summary>
internal sealed class WriteAttempts(TableClient table, StorageRetries retries)
{
    // Well-formed, and never a row's: nothing is older than the first instant that the service can hold.
    private const string ETagOfNoState = "W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"";

    /// <summary>Sends the writes until it is known how they ended, or that it cannot be known.</summary>
    /// <param name="batch">The writes.</param>
    /// <param name="cancellationToken">
    /// Heeded as long as nothing can have landed: between tries that were refused. What is on its way is waited for.
    /// </param>
    public async Task<TableResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        StorageFailure? unanswered = null;
        var began = retries.Begin();
        for (var tried = 1; ; tried++)
        {
            try
            {
                var result = await SendAsync(batch);
                return result.IsDone || unanswered is null ? result : await SettleAsync(batch, unanswered);
            }
            catch (Exception e) when (retries.Judge(e, CancellationToken.None) is { } failure)
            {
                if (failure.MayHaveLanded) unanswered = failure;
                // Once it may have landed, no later refusal can say that nothing was written.
                else if (unanswered is not null) failure = failure with { Fault = TableFault.Unavailable };
                var heeded = unanswered is null ? cancellationToken : CancellationToken.None;
                await retries.WaitAsync(failure, tried, began, heeded);
            }
        }
    }

    private async Task<TableResult> SendAsync(WriteBatch batch)
    {
        try
        {
            return await batch.SendAsync(table);
        }
        catch (RequestFailedException e) when (e.ErrorCode == StorageCodes.TableNotFound)
        {
            await table.CreateIfNotExistsAsync();
            return await batch.SendAsync(table);
        }
    }

    private async Task<TableResult> SettleAsync(WriteBatch batch, StorageFailure unanswered)
    {
        var landed = false;
        var etags = new string?[batch.Writes.Count];
        for (var i = 0; i < etags.Length; i++)
        {
            if (batch.Writes[i].Row is null) continue;
            var key = batch.Writes[i].Key;
            var found = await retries.RunAsync(
                () => table.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row), CancellationToken.None);
            var isOurs = found.HasValue && StoredRow.IsOf(found.Value!, batch.Id);
            // Where another has written since, the caller shall find that out at its next write.
            etags[i] = isOurs ? found.Value!.ETag.ToString() : ETagOfNoState;
            landed |= isOurs;
        }

        // A batch is done wholly or not at all, so one row speaks for all. No row says nothing: it may have been ours before.
        return landed ? new(TableStatus.Done, -1, etags) : throw unanswered.ToException();
    }
}
