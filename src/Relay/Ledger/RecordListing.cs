using Relay.Storage;

namespace Relay.Ledger;

/// <summary>Lists records newest first over all shards and hours, a page at a time.</summary>
internal sealed class RecordListing(ITableStore store)
{
    /// <summary>How many rows a page may look at before it ends with what it found, so that no listing runs on and on.</summary>
    private const int MostScanned = 5000;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="take">The most records, from 1 to <see cref="TableLimits.MaxPage"/>.</param>
    /// <param name="after">Where the page before ended; null for the newest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CallPage> ReadAsync(
        RecordFilter filter, int take, RecordCursor? after, CancellationToken cancellationToken)
    {
        var found = new List<CallRecord>(take);
        var scanned = 0;
        var cursor = after;
        await foreach (var hour in HoursAsync(filter, after, cancellationToken))
        {
            var from = cursor is not null && cursor.Hour == hour ? cursor.Row : null;
            while (true)
            {
                var rows = await ReadHourAsync(hour, from, take, cancellationToken);
                foreach (var row in rows)
                {
                    scanned++;
                    from = row.Key.Row;
                    cursor = new(hour, from);
                    var record = RecordRow.FromRow(row);
                    if (filter.Fits(record)) found.Add(record);
                    if (found.Count == take || scanned == MostScanned) return new(found, cursor.ToString());
                }

                if (rows.Count < take) break;
            }
        }

        return new(found, null);
    }

    private async IAsyncEnumerable<DateTimeOffset> HoursAsync(
        RecordFilter filter,
        RecordCursor? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newest = after?.Hour ?? filter.Before;
        var query = new TableQuery(RecordStore.HoursPartition, From: newest is null ? null : RecordStore.HourRow(newest.Value));
        await foreach (var row in store.RowsAsync(RecordStore.Table, query, cancellationToken))
        {
            var hour = row.Time("hour") ?? default;
            if (filter.From is { } from && hour.AddHours(1) <= from) yield break;
            yield return hour;
        }
    }

    // The first rows of an hour after a place: the first of each shard, merged. No later row can come before them.
    private async Task<IReadOnlyList<TableRow>> ReadHourAsync(
        DateTimeOffset hour, string? after, int take, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, CallId.Shards)
            .Select(shard => ReadShardAsync(CallId.PartitionOf(hour, shard), after, take, cancellationToken)));
        return [.. shards.SelectMany(rows => rows).OrderBy(row => row.Key.Row, StringComparer.Ordinal).Take(take)];
    }

    private async Task<List<TableRow>> ReadShardAsync(
        string partition, string? after, int take, CancellationToken cancellationToken)
    {
        // Row keys are all of one length, so the next possible one after a key is that key and any character more.
        var query = new TableQuery(partition, From: after is null ? null : after + "-", Take: take);
        var rows = new List<TableRow>(take);
        await foreach (var row in store.RowsAsync(RecordStore.Table, query, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == take) break;
        }

        return rows;
    }
}
