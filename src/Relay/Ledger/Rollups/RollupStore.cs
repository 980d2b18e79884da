using System.Globalization;
using Relay.Storage;

namespace Relay.Ledger.Rollups;

/// <summary>The table of rollups: a partition for each value of a dimension, a row for each hour and each day in UTC.</summary>
internal sealed class RollupStore(ITableStore store)
{
    /// <summary>The table of rollups.</summary>
    public const string Table = "rollups";

    // Dimensions have a colon in their partitions, so that this is none of theirs.
    private static readonly TableKey MarkKey = new("run", "last");

    /// <summary>The row of an hour.</summary>
    public static string HourRow(DateTimeOffset hour) =>
        string.Create(CultureInfo.InvariantCulture, $"hour-{hour.UtcDateTime:yyyyMMddHH}");

    /// <summary>The row of the day that an hour is in.</summary>
    public static string DayRow(DateTimeOffset hour) =>
        string.Create(CultureInfo.InvariantCulture, $"day-{hour.UtcDateTime:yyyyMMdd}");

    /// <summary>The partitions that were ever given a sum of an hour.</summary>
    public async Task<HashSet<string>> GetNamesAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in store.RowsAsync(Table, new(NamesOf(hour)), cancellationToken)) names.Add(row.Key.Row);
        return names;
    }

    /// <summary>Notes partitions that are about to get a sum of an hour.</summary>
    public async Task AddNamesAsync(DateTimeOffset hour, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var rows = names.Select(name => TableWrite.Upsert(new TableRow(new(NamesOf(hour), name))));
        foreach (var batch in rows.Chunk(TableLimits.MaxBatch)) await store.WriteAsync(Table, batch, cancellationToken);
    }

    /// <summary>Reads a row; null when it is not there.</summary>
    public ValueTask<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken) =>
        store.GetAsync(Table, new(partition, row), cancellationToken);

    /// <summary>Sums the hours of the day that an hour is in.</summary>
    public async ValueTask<RollupSum> SumDayAsync(string partition, DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var day = string.Create(CultureInfo.InvariantCulture, $"hour-{hour.UtcDateTime:yyyyMMdd}");
        var sum = default(RollupSum);
        await foreach (var row in store.RowsAsync(Table, new(partition, From: day, Before: day + "~"), cancellationToken))
            sum += RollupSum.FromRow(row);
        return sum;
    }

    /// <summary>Writes a sum unless it stands there already.</summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="name">Its row.</param>
    /// <param name="known">The row as it was before the sum's records were read; null when it was not there.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>False when another has written it meanwhile, who may have seen later records.</returns>
    public async ValueTask<bool> TryPutAsync(
        string partition, string name, TableRow? known, RollupSum sum, CancellationToken cancellationToken)
    {
        if (known is not null && RollupSum.FromRow(known) == sum) return true;
        var row = sum.ToRow(new(partition, name));
        var write = known is null ? TableWrite.Insert(row) : TableWrite.Update(row, known.ETag!);
        return (await store.WriteAsync(Table, new[] { write }, cancellationToken)).IsDone;
    }

    /// <summary>When the last run began that came to its end; null before the first.</summary>
    public async ValueTask<DateTimeOffset?> GetMarkAsync(CancellationToken cancellationToken) =>
        (await store.GetAsync(Table, MarkKey, cancellationToken))?.Time("began");

    /// <summary>Notes when a run began that came to its end.</summary>
    public async ValueTask SetMarkAsync(DateTimeOffset began, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            Table, new[] { TableWrite.Upsert(new TableRow(MarkKey).With("began", began)) }, cancellationToken);

    private static string NamesOf(DateTimeOffset hour) => $"names-{HourRow(hour)}";
}
