using System.Globalization;
using System.Runtime.InteropServices;
using Relay.Failures;
using Relay.Forwarding;
using Relay.Ingress;
using Relay.Storage;

namespace Relay.Health;

/// <summary>
/// Counts real calls for the public status, by hour and by day. Each instance keeps rows of its own and writes their
/// whole counts, so that writing twice changes nothing.
/// </summary>
internal sealed class StatusBook(ITableStore store, Ids ids, TimeProvider time) : IDisposable
{
    /// <summary>The partition of the table of health that it is in.</summary>
    public const string Partition = "status";

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private (DateTimeOffset Ends, string Hour, string Day) _spans;
    private Dictionary<(string Span, StatusSubject Subject), (StatusCounts Counts, bool Changed)> _counts = [];

    /// <summary>Counts a call that ended, and its attempts.</summary>
    public void Count(Call call, Failure? failure)
    {
        var model = call.Config.Lists(call.Request.Model) ? call.Request.Model : StatusSubject.Others;
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (failure is not { Side: FailureSide.Caller })
                Add_NeedsLock(now, new(model, ""), failure is not null, call.Attempts.Count == 0 ? null : FirstTokenOf(call));
            foreach (var attempt in call.Attempts)
            {
                var isOwn = attempt.Failure is { } failed && RetryTable.Of(failed).Health == HealthEffect.Nothing;
                if (!isOwn) Add_NeedsLock(now, new(model, attempt.Target.Account.Provider.Name), attempt.Failure is not null, attempt.FirstTokenAfter);
            }
        }
    }

    /// <summary>Writes what changed since the last time.</summary>
    /// <exception cref="TableStoreException">Storage does not answer; the next time makes up for it.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            List<((string Span, StatusSubject Subject) Key, TableWrite Write)> writes = [];
            lock (_lock)
            {
                foreach (var (key, (counts, changed)) in _counts)
                {
                    if (changed) writes.Add((key, TableWrite.Upsert(ToRow(key.Span, key.Subject, counts))));
                }

                foreach (var (key, _) in writes) _counts[key] = (_counts[key].Counts, false);
                Forget_NeedsLock();
            }

            foreach (var chunk in writes.Chunk(TableLimits.MaxBatch)) await WriteAsync(chunk, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>The name of an hour's rows: their first part.</summary>
    public static string HourOf(DateTimeOffset at) => at.UtcDateTime.ToString("'h'yyyyMMddHH", CultureInfo.InvariantCulture);

    /// <summary>The name of a day's rows: their first part.</summary>
    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("'d'yyyyMMdd", CultureInfo.InvariantCulture);

    // Of a text that was continued, the caller had the first token from the attempt that broke off.
    private static TimeSpan? FirstTokenOf(Call call)
    {
        var first = call.Decisive.Continues ? call.Attempts.Last(static attempt => attempt is { Continues: false, IsAnswering: true }) : call.Decisive;
        return first.FirstTokenAfter is { } after ? first.StartedAfter + after : null;
    }

    private void Add_NeedsLock(DateTimeOffset now, StatusSubject subject, bool failed, TimeSpan? firstToken)
    {
        // Each call counts, and the names are the same for an hour.
        if (now >= _spans.Ends || now < _spans.Ends - OneHour) _spans = (HourAfter(now), HourOf(now), DayOf(now));
        Add_NeedsLock(_spans.Hour, subject, failed, firstToken);
        Add_NeedsLock(_spans.Day, subject, failed, firstToken);
    }

    private void Add_NeedsLock(string span, StatusSubject subject, bool failed, TimeSpan? firstToken)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, (span, subject), out _);
        entry.Counts ??= new();
        entry.Counts.Add(failed, firstToken);
        entry.Changed = true;
    }

    private static DateTimeOffset HourAfter(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % OneHour.Ticks) + OneHour.Ticks, TimeSpan.Zero);

    // Spans that are over and written are not counted any more.
    private void Forget_NeedsLock()
    {
        var now = time.GetUtcNow();
        var (hour, day) = (HourOf(now), DayOf(now));
        _counts = _counts.Where(entry => entry.Key.Span == hour || entry.Key.Span == day || entry.Value.Changed)
            .ToDictionary(entry => entry.Key, entry => entry.Value);
    }

    private async Task WriteAsync(
        ((string Span, StatusSubject Subject) Key, TableWrite Write)[] chunk, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(HealthRow.Table, chunk.Select(static entry => entry.Write).ToArray(), cancellationToken);
        }
        catch
        {
            lock (_lock)
            {
                foreach (var (key, write) in chunk)
                    _counts[key] = (_counts.TryGetValue(key, out var known) ? known.Counts : StatusCounts.FromRow(write.Row!), true);
            }

            throw;
        }
    }

    private TableRow ToRow(string span, StatusSubject subject, StatusCounts counts) => counts.AddTo(
        new TableRow(new(Partition, $"{span}~{TableKey.Encode($"{subject.Model}~{subject.Provider}")}~{ids.Instance}"))
            .With("model", subject.Model)
            .With("provider", subject.Provider));
}
