namespace Relay.Storage;

/// <summary>
/// One secret or token in memory. It is fetched once for all that want it at the same time, again beside its use before it
/// is old, and at once when a provider refuses it. While it cannot be fetched the one that is known serves on, and the
/// next try comes later each time.
/// </summary>
internal sealed class KeptSecret(Func<CancellationToken, Task<FreshSecret>> fetch, TimeProvider time)
{
    // Key Vault's own advice for clients that were throttled: 1, 2, 4, 8, 16 s.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(16);

    /// <summary>
    /// A provider that refuses what was fetched less long ago does not mean its age. It is also the least time between
    /// two looks of which the first brought nothing newer.
    /// </summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private FreshSecret? _current;
    private Task? _fetching;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _waitUntil;
    private int _failures;

    /// <summary>Why the last fetch failed; null when it did not.</summary>
    public SecretFault? Fault { get; private set; }

    /// <summary>What to use now; null when it cannot be had, and <see cref="Fault"/> says why.</summary>
    public ValueTask<FreshSecret?> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = _current;
        if (current is null || now >= current.ExpiresAt) return FetchAsync(cancellationToken);
        if (now >= current.RefreshAt) _ = Begin();
        return new(current);
    }

    /// <summary>Another in place of one that a provider refused, and the same when there is no other.</summary>
    /// <param name="stale">What was refused.</param>
    /// <param name="cancellationToken">Ends the waiting, not the fetch.</param>
    public ValueTask<FreshSecret?> RefreshAsync(string stale, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Others were refused as well, and one of them has fetched already.
            if (_current is { } current && (current.Value != stale || time.GetUtcNow() - _fetchedAt < Young)) return new(current);
        }

        return FetchAsync(cancellationToken);
    }

    /// <summary>Puts it out of use, for it was changed here; what a fetch under way brings is not kept.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _current = null;
            _fetching = null;
            _failures = 0;
            _waitUntil = default;
            Fault = null;
        }
    }

    private async ValueTask<FreshSecret?> FetchAsync(CancellationToken cancellationToken)
    {
        await Begin().WaitAsync(cancellationToken);
        return _current is { } current && time.GetUtcNow() < current.ExpiresAt ? current : null;
    }

    private Task Begin()
    {
        lock (_lock)
        {
            if (_fetching is { } running) return running;
            if (time.GetUtcNow() < _waitUntil) return Task.CompletedTask;
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _fetching = mine.Task;
            // Not on the caller's thread: what is asked for may think long before it waits, as signing does.
            _ = Task.Run(() => RunAsync(mine));
            return mine.Task;
        }
    }

    private async Task RunAsync(TaskCompletionSource mine)
    {
        try
        {
            var fresh = await fetch(CancellationToken.None);
            Settle(mine.Task, () => Keep_NeedsLock(fresh));
            mine.SetResult();
        }
        catch (SecretException e)
        {
            Settle(mine.Task, () => NoteFailure_NeedsLock(e));
            mine.SetResult();
        }
        catch (Exception e)
        {
            Settle(mine.Task, () => { });
            mine.SetException(e);
            // A fetch beside a call has nobody who waits for it; it is seen here.
            _ = mine.Task.Exception;
        }
    }

    private void Settle(Task mine, Action change)
    {
        lock (_lock)
        {
            if (_fetching != mine) return;
            _fetching = null;
            change();
        }
    }

    private void Keep_NeedsLock(FreshSecret fresh)
    {
        _failures = 0;
        Fault = null;
        _fetchedAt = time.GetUtcNow();
        // A server that gives out an old token again is not asked by every call.
        _waitUntil = fresh.RefreshAt <= _fetchedAt ? _fetchedAt + Young : default;
        // Last, for it is read without the lock.
        Volatile.Write(ref _current, fresh);
    }

    private void NoteFailure_NeedsLock(SecretException e)
    {
        // Of a server that answers that it is no more, the old one is not used on.
        if (e.Fault is SecretFault.Missing or SecretFault.Disabled or SecretFault.Deleted) _current = null;
        Fault = e.Fault;
        var wait = FirstWait * Math.Pow(2, Math.Min(_failures++, 10));
        if (wait > LongestWait) wait = LongestWait;
        if (e.RetryAfter > wait) wait = e.RetryAfter.Value;
        _waitUntil = time.GetUtcNow() + wait;
    }
}
