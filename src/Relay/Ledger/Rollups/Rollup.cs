using System.Collections.Concurrent;
using Relay.Storage;

namespace Relay.Ledger.Rollups;

/// <summary>
/// Sums records by hour and day for each project, member, model and account. Sums are recomputed and never
/// incremented, so that a run that comes twice, or two at once, change nothing.
/// </summary>
public sealed class Rollup
{
    /// <summary>
    /// How long after the end of an hour its records may still come or change: a call is in the hour of its start, and is
    /// settled at its end or when the sweep gives it up.
    /// </summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromHours(3);

    // Enough for the runs that can overlap, and an end for what should not be.
    private const int MostTries = 5;

    private const int MostAtOnce = 8;

    private readonly ITableStore _store;
    private readonly RollupStore _rollups;
    private readonly TimeProvider _time;

    internal Rollup(ITableStore store, TimeProvider time)
    {
        _store = store;
        _rollups = new(store);
        _time = time;
    }

    /// <summary>Brings the sums up to date: all hours since the last run, and those before it whose records may have changed.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the next run makes up for this one.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var mark = await _rollups.GetMarkAsync(cancellationToken);
        var days = new HashSet<(string Partition, DateTimeOffset Day)>();
        foreach (var hour in await HoursAsync(mark - Settling, cancellationToken))
        {
            var day = new DateTimeOffset(hour.UtcDateTime.Date, TimeSpan.Zero);
            days.UnionWith((await SumHourAsync(hour, cancellationToken)).Select(partition => (partition, day)));
        }

        await Parallel.ForEachAsync(days, Options(cancellationToken), (day, token) => SumDayAsync(day.Partition, day.Day, token));
        await _rollups.SetMarkAsync(began, cancellationToken);
    }

    private async Task<List<DateTimeOffset>> HoursAsync(DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var hours = new List<DateTimeOffset>();
        await foreach (var row in _store.RowsAsync(RecordStore.Table, new(RecordStore.HoursPartition), cancellationToken))
        {
            var hour = row.Time("hour") ?? default;
            // Newest first: what is left is older still.
            if (from is not null && hour.AddHours(1) <= from) break;
            hours.Add(hour);
        }

        return hours;
    }

    private async Task<IReadOnlyCollection<string>> SumHourAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var name = RollupStore.HourRow(hour);
        var partitions = await _rollups.GetNamesAsync(hour, cancellationToken);
        for (var tried = 1; tried <= MostTries; tried++)
        {
            // The rows before the records: who finds a row as it was has read no older records than who wrote it.
            var known = new ConcurrentDictionary<string, TableRow?>();
            await Parallel.ForEachAsync(partitions, Options(cancellationToken), async (partition, token) =>
                known[partition] = await _rollups.GetAsync(partition, name, token));
            var sums = await ReadAsync(hour, cancellationToken);
            var added = sums.Partitions.Where(partitions.Add).ToList();
            await _rollups.AddNamesAsync(hour, added, cancellationToken);

            var missed = 0;
            await Parallel.ForEachAsync(partitions, Options(cancellationToken), async (partition, token) =>
            {
                if (!await _rollups.TryPutAsync(partition, name, known.GetValueOrDefault(partition), sums[partition], token))
                    Interlocked.Increment(ref missed);
            });
            if (missed == 0) break;
        }

        return partitions;
    }

    private async ValueTask SumDayAsync(string partition, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var name = RollupStore.DayRow(day);
        for (var tried = 1; tried <= MostTries; tried++)
        {
            var known = await _rollups.GetAsync(partition, name, cancellationToken);
            var sum = await _rollups.SumDayAsync(partition, day, cancellationToken);
            if (await _rollups.TryPutAsync(partition, name, known, sum, cancellationToken)) return;
        }
    }

    private async Task<HourSums> ReadAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var sums = new HourSums();
        for (var shard = 0; shard < CallId.Shards; shard++)
        {
            // Of a record the plan is most, and no sum needs it.
            var query = new TableQuery(CallId.PartitionOf(hour, shard)) { Properties = RecordRow.Summed };
            await foreach (var row in _store.RowsAsync(RecordStore.Table, query, cancellationToken)) sums.Add(RecordRow.FromRow(row));
        }

        return sums;
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
}
