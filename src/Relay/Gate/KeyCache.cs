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
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Key?>> _reads = new(StringComparer.Ordinal);

    /// <summary>Finds a key; null when there is none of that id.</summary>
    /// <exception cref="TableStoreException">Storage does not answer and the key is not known.</exception>
    public ValueTask<Key?> FindAsync(ReadOnlySpan<char> id, CancellationToken cancellationToken)
    {
        if (!_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var entry))
            return FindAsync(id.ToString(), null, cancellationToken);

        var age = time.GetElapsedTime(entry.ReadAt);
        if (age >= Usable) return FindAsync(id.ToString(), entry, cancellationToken);
        if (age >= Fresh) _ = ReadAsync(id.ToString());
        return new(entry.Key);
    }

    /// <summary>Forgets a key that was changed here, so that the change holds at once.</summary>
    public void Forget(string id)
    {
        // A read under way may have looked before the change; what it brings is not kept.
        _reads.TryRemove(id, out _);
        _entries.TryRemove(id, out _);
    }

    private async ValueTask<Key?> FindAsync(string id, Entry? known, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(id).WaitAsync(cancellationToken);
        }
        catch (TableStoreException) when (known is not null && time.GetElapsedTime(known.ReadAt) < UsableWithoutStorage)
        {
            return known.Key;
        }
    }

    // Calls that want the same key at the same time share one read.
    private Task<Key?> ReadAsync(string id)
    {
        var mine = new TaskCompletionSource<Key?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = _reads.GetOrAdd(id, mine);
        if (read == mine) _ = ReadAsync(id, mine);
        return read.Task;
    }

    private async Task ReadAsync(string id, TaskCompletionSource<Key?> read)
    {
        try
        {
            // As old as the question, not as the answer: a slow read must not make old news fresh.
            var readAt = time.GetTimestamp();
            var entry = new Entry(await store.GetAsync(id, CancellationToken.None), readAt);
            if (_entries.Count >= MostEntries) Trim();
            _entries[id] = entry;
            if (!_reads.TryRemove(new(id, read))) _entries.TryRemove(new(id, entry));
            read.SetResult(entry.Key);
        }
        catch (Exception e)
        {
            if (e is TableStoreException { Fault: var fault }) LogNotRead(fault);
            _reads.TryRemove(new(id, read));
            read.SetException(e);
            // A read beside a call has nobody who waits for it; it is seen here.
            _ = read.Task.Exception;
        }
    }

    private void Trim()
    {
        foreach (var (id, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.ReadAt) >= Usable) _entries.TryRemove(id, out _);
        }

        if (_entries.Count >= MostEntries) _entries.Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage does not answer ({Fault}); keys that are known serve on.")]
    private partial void LogNotRead(TableFault fault);

    private sealed record Entry(Key? Key, long ReadAt);
}
