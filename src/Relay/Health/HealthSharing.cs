using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Relay.Routing.Config;
using Relay.Storage;

namespace Relay.Health;

/// <summary>
/// Tells the other instances what is open here, when that changes, and learns every second what is open there, so that
/// an account that one of them found ill is avoided by all within two seconds.
/// </summary>
internal sealed partial class HealthSharing(
    HealthBook book, ConfigSource config, ITableStore store, Ids ids, TimeProvider time, ILogger<HealthSharing> log) : BackgroundService
{
    /// <summary>Half of the two seconds, for the writing and the reading take some of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A row is left standing for a while after its last entry, and then its instance is taken for gone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, HealthRow> _told = new(StringComparer.Ordinal);
    private readonly HashSet<(string Account, string? Model)> _learnt = [];

    /// <summary>Writes what changed of what is open here.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the next time makes up for it.</exception>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (id, account) in book.Accounts)
        {
            var open = OpenOf(account, now);
            var told = _told.GetValueOrDefault(id);
            if (open.Count == 0 ? told is null : told is not null && told.Open.SequenceEqual(open)) continue;
            if (open.Count == 0)
            {
                await store.WriteAsync(HealthRow.Table, new[] { TableWrite.Delete(HealthRow.KeyOf(id, ids.Instance)) }, cancellationToken);
                _told.Remove(id);
                continue;
            }

            var row = new HealthRow(id, ids.Instance, open.Max(entry => entry.Until) + Grace, open);
            await store.WriteAsync(HealthRow.Table, new[] { TableWrite.Upsert(row.ToRow()) }, cancellationToken);
            _told[id] = row;
        }
    }

    /// <summary>Reads what is open elsewhere, and takes away rows of instances that are gone.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the next time makes up for it.</exception>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = new HashSet<(string Account, string? Model)>();
        await foreach (var read in store.RowsAsync(HealthRow.Table, new(HealthRow.Partition), cancellationToken))
        {
            if (HealthRow.FromRow(read) is not { } row || row.Instance == ids.Instance) continue;
            if (row.Expires <= now)
                await store.WriteAsync(HealthRow.Table, new[] { TableWrite.Delete(read.Key, read.ETag) }, cancellationToken);
            else
                Learn(row, seen, now);
        }

        foreach (var (account, model) in _learnt)
        {
            if (!seen.Contains((account, model))) BreakerOf(account, model).Unlearn(now);
        }

        _learnt.Clear();
        _learnt.UnionWith(seen);
        foreach (var (_, account) in book.Accounts) account.Prune(now);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changed = book.Changed;
        using var timer = new PeriodicTimer(Interval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        while (true)
        {
            var first = await Task.WhenAny(tick, changed);
            if (stoppingToken.IsCancellationRequested) return;
            // Before the telling: what changes during it is told in the next round.
            changed = book.Changed;
            try
            {
                await TellAsync(stoppingToken);
                // Before the first call there is nobody to learn it for, and storage is left alone.
                if (first == tick && config.IsRead) await LearnAsync(stoppingToken);
            }
            catch (TableStoreException e)
            {
                LogFailed(e.Fault);
                // Changes come as fast as calls fail; a storage that is down is asked once a second.
                await Task.WhenAny(tick);
            }

            if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        }
    }

    private static List<OpenEntry> OpenOf(AccountHealth account, DateTimeOffset now)
    {
        var open = new List<OpenEntry>();
        Add(null, account.Breaker);
        foreach (var (name, model) in account.Models)
        {
            if (open.Count == HealthRow.MostEntries) break;
            Add(name, model.Breaker);
        }

        return open;

        void Add(string? model, Breaker breaker)
        {
            if (breaker.ToTell(now) is var (since, until, by, reason)) open.Add(new(model, since, until, by, reason));
        }
    }

    private void Learn(HealthRow row, HashSet<(string Account, string? Model)> seen, DateTimeOffset now)
    {
        foreach (var entry in row.Open)
        {
            seen.Add((row.Account, entry.Model));
            BreakerOf(row.Account, entry.Model).Learn(entry.Since, entry.Until, entry.By, entry.Reason, now);
        }
    }

    private Breaker BreakerOf(string account, string? model) =>
        model is null ? book.Account(account).Breaker : book.Account(account).Model(model).Breaker;

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is known of accounts was not shared ({Fault}); it is tried again in a second.")]
    private partial void LogFailed(TableFault fault);
}
