using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relay.Storage;

namespace Relay.Gate;

/// <summary>
/// Keys in memory. A key that was revoked elsewhere stops within 5 s: after 2.5 s it is read again beside the call
/// that asks for it, after 5 s before it. While storage fails, what is known serves for a minute.
/// </summary>
internal sealed partial class KeyCache(KeyStore store, TimeProvider time, ILogger<KeyCache> log)
{
    /// <summary>More keys than one relay has in use; beyond it those not asked for lately are forgotten.</summary>
    private const int MostEntries = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsableWithoutStorage = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Finds a key; null when there is none of that id.</summary>
    /// <exception cref="TableStoreException">Storage does not answer and the key is not known.</exception>
    public ValueTask<Key?> FindAsync(ReadOnlySpan<char> id, CancellationToken cancellationToken)
    {
        if (!_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var entry))
            return ReadAsync(id.ToString(), null, cancellationToken);

        var age = time.GetElapsedTime(entry.ReadAt);
        if (age < Fresh) return new(entry.Key);
        if (age >= Usable) return ReadAsync(id.ToString(), entry, cancellationToken);
        if (entry.TryBeginRefresh()) _ = RefreshAsync(id.ToString(), entry);
        return new(entry.Key);
    }

    /// <summary>Forgets a key that was changed here, so that the change holds at once.</summary>
    public void Forget(string id) => _entries.TryRemove(id, out _);

    private async ValueTask<Key?> ReadAsync(string id, Entry? known, CancellationToken cancellationToken)
    {
        try
        {
            var key = await store.GetAsync(id, cancellationToken);
            Keep(id, key);
            return key;
        }
        catch (TableStoreException e) when (known is not null && time.GetElapsedTime(known.ReadAt) < UsableWithoutStorage)
        {
            LogServedStale(e.Fault);
            return known.Key;
        }
    }

    private async Task RefreshAsync(string id, Entry entry)
    {
        try
        {
            Keep(id, await store.GetAsync(id, CancellationToken.None));
        }
        catch (TableStoreException e)
        {
            entry.EndRefresh();
            LogServedStale(e.Fault);
        }
    }

    private void Keep(string id, Key? key)
    {
        if (_entries.Count >= MostEntries) Trim();
        _entries[id] = new(key, time.GetTimestamp());
    }

    private void Trim()
    {
        foreach (var (id, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.ReadAt) >= Usable) _entries.TryRemove(id, out _);
        }

        if (_entries.Count >= MostEntries) _entries.Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage does not answer ({Fault}); a key that is known serves on.")]
    private partial void LogServedStale(TableFault fault);

    private sealed class Entry(Key? key, long readAt)
    {
        private int _refreshing;

        public Key? Key { get; } = key;

        public long ReadAt { get; } = readAt;

        public bool TryBeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;

        public void EndRefresh() => Volatile.Write(ref _refreshing, 0);
    }
}
