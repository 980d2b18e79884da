using System.Globalization;
using Relay.Storage;

namespace Relay.Ledger;

/// <summary>The table of records: one partition for each hour and shard, newest first in each.</summary>
internal sealed class RecordStore(ITableStore store, GroupCommit commit)
{
    /// <summary>The table of records.</summary>
    public const string Table = "records";

    /// <summary>A partition that names the hours that have records, so that a listing skips the empty ones.</summary>
    public const string HoursPartition = "hours";

    // In hours since 1970.
    private long _hourNamed = -1;

    /// <summary>
    /// Writes the record of a call that ended. One that the sweep had estimated meanwhile is replaced; any other that
    /// is there already stays, for the same settling may come twice.
    /// </summary>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async ValueTask SettleAsync(CallRecord record, CallId id)
    {
        if (await TryInsertAsync(record, id)) return;
        var known = await store.GetAsync(Table, KeyOf(id), CancellationToken.None);
        if (known is null || RecordRow.FromRow(known).Outcome != CallOutcome.Abandoned) return;
        var row = RecordRow.ToRow(record, KeyOf(id));
        await store.WriteAsync(Table, new[] { TableWrite.Update(row, known.ETag!) }, CancellationToken.None);
    }

    /// <summary>Writes a record unless there is one of that call.</summary>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async ValueTask<bool> TryInsertAsync(CallRecord record, CallId id)
    {
        await NameHourAsync(id);
        var row = RecordRow.ToRow(record, KeyOf(id));
        return await commit.WriteAsync(Table, TableWrite.Insert(row)) == TableStatus.Done;
    }

    /// <summary>Reads a record; null when there is none.</summary>
    public async ValueTask<CallRecord?> GetAsync(CallId id, CancellationToken cancellationToken) =>
        await store.GetAsync(Table, KeyOf(id), cancellationToken) is { } row ? RecordRow.FromRow(row) : null;

    /// <summary>The row key of an hour in <see cref="HoursPartition"/>: newest first.</summary>
    public static string HourRow(DateTimeOffset hour) =>
        (9_999_999_999 - long.Parse(hour.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        .ToString("D10", CultureInfo.InvariantCulture);

    private static TableKey KeyOf(CallId id) => new(id.Partition, id.Row);

    private async ValueTask NameHourAsync(CallId id)
    {
        var number = id.StartedAt / (long)TimeSpan.FromHours(1).TotalMilliseconds;
        if (number == Volatile.Read(ref _hourNamed)) return;
        var hour = DateTimeOffset.UnixEpoch.AddHours(number);
        var row = new TableRow(new(HoursPartition, HourRow(hour))).With("hour", hour);
        await store.WriteAsync(Table, new[] { TableWrite.Upsert(row) }, CancellationToken.None);
        Volatile.Write(ref _hourNamed, number);
    }
}
