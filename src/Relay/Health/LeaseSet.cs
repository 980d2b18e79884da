namespace Relay.Health;

/// <summary>
/// What is in flight, as leases that expire: one that is never given back is no longer counted when its attempt must
/// have ended. A short lock.
/// </summary>
internal sealed class LeaseSet
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, DateTimeOffset> _ends = [];
    private DateTimeOffset _firstEnd = DateTimeOffset.MaxValue;
    private long _last;

    /// <summary>How many run.</summary>
    public int Count(DateTimeOffset now)
    {
        lock (_lock)
        {
            Expire_NeedsLock(now);
            return _ends.Count;
        }
    }

    /// <summary>Takes a lease if there are fewer than so many.</summary>
    /// <param name="most">The most there may be.</param>
    /// <param name="now">The time.</param>
    /// <param name="lifetime">When it ends by itself.</param>
    /// <returns>Its number; null when there are too many.</returns>
    public long? TryTake(int most, DateTimeOffset now, TimeSpan lifetime)
    {
        lock (_lock)
        {
            Expire_NeedsLock(now);
            if (_ends.Count >= most) return null;
            var end = now + lifetime;
            _ends.Add(++_last, end);
            if (end < _firstEnd) _firstEnd = end;
            return _last;
        }
    }

    /// <summary>Gives a lease back; twice is as good as once.</summary>
    public void Return(long lease)
    {
        lock (_lock)
        {
            _ends.Remove(lease);
            if (_ends.Count == 0) _firstEnd = DateTimeOffset.MaxValue;
        }
    }

    private void Expire_NeedsLock(DateTimeOffset now)
    {
        if (now < _firstEnd) return;
        _firstEnd = DateTimeOffset.MaxValue;
        foreach (var (lease, end) in _ends)
        {
            if (end <= now) _ends.Remove(lease);
            else if (end < _firstEnd) _firstEnd = end;
        }
    }
}
