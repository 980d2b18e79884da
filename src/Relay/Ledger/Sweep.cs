using Microsoft.Extensions.Logging;
using Relay.Failures;
using Relay.Storage;

namespace Relay.Ledger;

/// <summary>
/// Settles calls whose process died, from their last checkpoint. Running it twice, or twice at once, changes nothing:
/// the record is inserted, and whoever comes second finds it there.
/// </summary>
public sealed partial class Sweep
{
    private readonly ITableStore _store;
    private readonly RecordStore _records;
    private readonly Ids _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<Sweep> _log;

    internal Sweep(ITableStore store, RecordStore records, Ids ids, TimeProvider time, ILogger<Sweep> log)
    {
        _store = store;
        _records = records;
        _ids = ids;
        _time = time;
        _log = log;
    }

    /// <summary>Settles every open call whose row has expired.</summary>
    /// <returns>How many it settled.</returns>
    /// <exception cref="TableStoreException">Storage does not answer; what is left is swept next time.</exception>
    public Task<int> RunAsync(CancellationToken cancellationToken) => RunAsync(IsExpired, cancellationToken);

    /// <summary>
    /// Settles every open call of another process. Only for who knows that there is no other: a store in one locked
    /// directory at its start.
    /// </summary>
    /// <returns>How many it settled.</returns>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public Task<int> RunAtStartAsync(CancellationToken cancellationToken) =>
        RunAsync(row => row.Text("instance") != _ids.Instance, cancellationToken);

    private bool IsExpired(TableRow row) => row.Time("expires") is not { } expires || expires <= _time.GetUtcNow();

    private async Task<int> RunAsync(Func<TableRow, bool> isDead, CancellationToken cancellationToken)
    {
        var settled = 0;
        for (var shard = 0; shard < CallId.Shards; shard++)
        {
            await foreach (var row in _store.RowsAsync(OpenCalls.Table, new(OpenCalls.PartitionOf(shard)), cancellationToken))
            {
                if (isDead(row) && await SettleAsync(row)) settled++;
            }
        }

        if (settled > 0) LogSettled(settled);
        return settled;
    }

    private async Task<bool> SettleAsync(TableRow row)
    {
        var record = RecordRow.FromRow(row);
        if (!CallId.TryParse(record.Id, out var id)) return false;
        var inserted = await _records.TryInsertAsync(
            record with { Outcome = CallOutcome.Abandoned, ErrorCode = FailureCode.Abandoned }, id);
        // If the row has changed, its process lives after all, and its own settling replaces the estimate.
        await _store.WriteAsync(
            OpenCalls.Table, new[] { TableWrite.Delete(row.Key, row.ETag) }, CancellationToken.None);
        return inserted;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls that their process left open were settled as abandoned.")]
    private partial void LogSettled(int count);
}
