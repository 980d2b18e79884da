using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Ledger;

/// <summary>
/// The table of calls in flight. Rows are written before anything is spent on them and taken away after their record
/// is durable; the taking away is done behind the calls, many at a time, for a row left over does no harm.
/// </summary>
internal sealed partial class OpenCalls(
    ITableStore store, GroupCommit commit, Ids ids, TimeProvider time, ILogger<OpenCalls> log) : BackgroundService
{
    /// <summary>The table of open calls.</summary>
    public const string Table = "open";

    /// <summary>
    /// How long a row stands for a living process without a checkpoint: four of them, so that one slow write does not
    /// have a living call swept.
    /// </summary>
    public static readonly TimeSpan Lifetime = 4 * Checkpoints.Interval;

    private static readonly string[] Partitions =
        [.. Enumerable.Range(0, CallId.Shards).Select(static shard => string.Create(CultureInfo.InvariantCulture, $"shard-{shard}"))];

    private readonly Channel<CallId> _settled = Channel.CreateUnbounded<CallId>(new() { SingleReader = true });

    /// <summary>Writes the row of a call that begins. Durable when it returns.</summary>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async Task OpenAsync(CallId id, CallRecord record) =>
        await commit.WriteAsync(Table, ToWrite(id, record, time.GetUtcNow() + Lifetime));

    /// <summary>Writes the rows of calls of one shard as they stand now. Durable when it returns.</summary>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async Task WriteAsync(IReadOnlyList<(CallId Id, CallRecord Record)> calls, CancellationToken cancellationToken)
    {
        var expires = time.GetUtcNow() + Lifetime;
        var writes = new TableWrite[calls.Count];
        for (var i = 0; i < writes.Length; i++) writes[i] = ToWrite(calls[i].Id, calls[i].Record, expires);
        await store.WriteAsync(Table, writes, cancellationToken);
    }

    /// <summary>Reads the row of a call; null when it is not open.</summary>
    public async ValueTask<CallRecord?> GetAsync(CallId id, CancellationToken cancellationToken) =>
        await store.GetAsync(Table, KeyOf(id), cancellationToken) is { } row ? RecordRow.FromRow(row) : null;

    /// <summary>Has the row of a settled call taken away soon.</summary>
    public void Remove(CallId id) => _settled.Writer.TryWrite(id);

    /// <summary>The partition of the open calls of a shard.</summary>
    public static string PartitionOf(int shard) => Partitions[shard];

    /// <summary>Takes away what is still to be taken away, then ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _settled.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<TableWrite>(TableLimits.MaxBatch);
        var named = new HashSet<CallId>();
        // Ends when the channel is completed and empty, not when stopping begins.
        while (await _settled.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            named.Clear();
            while (batch.Count < TableLimits.MaxBatch && _settled.Reader.TryRead(out var id))
            {
                if (named.Add(id)) batch.Add(TableWrite.Delete(KeyOf(id)));
            }

            await DeleteAsync(batch);
        }
    }

    private async Task DeleteAsync(List<TableWrite> batch)
    {
        try
        {
            while (batch.Count > 0)
            {
                var result = await store.WriteAsync(Table, batch.ToArray(), CancellationToken.None);
                if (result.IsDone) return;
                // Gone already; the others go without it.
                batch.RemoveAt(result.Index);
            }
        }
        catch (TableStoreException e)
        {
            LogLeft(batch.Count, e.Fault);
        }
    }

    private TableWrite ToWrite(CallId id, CallRecord record, DateTimeOffset expires) => TableWrite.Upsert(
        RecordRow.ToRow(record, KeyOf(id)).With("instance", ids.Instance).With("expires", expires));

    private static TableKey KeyOf(CallId id) => new(PartitionOf(id.Shard), id.ToString());

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} rows of settled calls are left for the sweep ({Fault}).")]
    private partial void LogLeft(int count, TableFault fault);
}
