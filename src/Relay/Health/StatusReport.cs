using Relay.Storage;

namespace Relay.Health;

/// <summary>The public status: what was counted in three windows, of all instances together.</summary>
internal sealed class StatusReport(ITableStore store, TimeProvider time) : IDisposable
{
    /// <summary>How long what was read is good for: anybody may ask, and storage is not to feel it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private (DateTimeOffset At, IReadOnlyDictionary<StatusSubject, StatusWindows> Subjects)? _known;

    /// <summary>Reads it; at the most once in half a minute.</summary>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async ValueTask<IReadOnlyDictionary<StatusSubject, StatusWindows>> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_known is { } known && now - known.At < Lifetime) return known.Subjects;
            var subjects = new Dictionary<StatusSubject, StatusWindows>();
            await AddAsync(StatusBook.HourOf(now.AddHours(-1)), "i", subjects, static windows => windows.Hour, cancellationToken);
            await AddAsync(StatusBook.HourOf(now.AddHours(-24)), "i", subjects, static windows => windows.Day, cancellationToken);
            await AddAsync(StatusBook.DayOf(now.AddDays(-90)), "e", subjects, static windows => windows.Quarter, cancellationToken);
            _known = (now, subjects);
            return subjects;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Deletes what no window reaches any more.</summary>
    /// <returns>How many rows.</returns>
    /// <exception cref="TableStoreException">Storage does not answer.</exception>
    public async Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await DeleteAsync("h", StatusBook.HourOf(now.AddHours(-25)), cancellationToken)
            + await DeleteAsync("d", StatusBook.DayOf(now.AddDays(-91)), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task AddAsync(
        string from, string before, Dictionary<StatusSubject, StatusWindows> subjects, Func<StatusWindows, StatusCounts> window,
        CancellationToken cancellationToken)
    {
        await foreach (var row in store.RowsAsync(HealthRow.Table, new(StatusBook.Partition, from, before), cancellationToken))
        {
            var subject = new StatusSubject(row.Text("model") ?? "", row.Text("provider") ?? "");
            if (!subjects.TryGetValue(subject, out var windows)) subjects.Add(subject, windows = new());
            window(windows).Add(StatusCounts.FromRow(row));
        }
    }

    private async Task<int> DeleteAsync(string from, string before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        TablePage page;
        do
        {
            page = await store.QueryAsync(
                HealthRow.Table, new TableQuery(StatusBook.Partition, from, before, TableLimits.MaxBatch), cancellationToken);
            if (page.Rows.Count == 0) continue;
            var writes = page.Rows.Select(static row => TableWrite.Delete(row.Key)).ToArray();
            // Another instance may have been faster; then the next round finds less.
            var result = await store.WriteAsync(HealthRow.Table, writes, cancellationToken);
            if (result.IsDone) deleted += writes.Length;
        }
        while (page.Continuation is not null);
        return deleted;
    }
}
