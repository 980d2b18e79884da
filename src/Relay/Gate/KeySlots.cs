using System.Collections.Concurrent;
using Relay.Failures;
using Relay.Health;

namespace Relay.Gate;

/// <summary>How many calls of each key run in this instance. One too many waits a little, first come first served, and is then refused.</summary>
internal sealed class KeySlots(TimeProvider time)
{
    /// <summary>How long a call waits; a caller waits longer itself, and knows better.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Only keys with a limit are here, and who makes those is an admin.
    private readonly ConcurrentDictionary<string, SlotQueue> _keys = new(StringComparer.Ordinal);

    /// <summary>Begins a call of a key, as soon as fewer run than may.</summary>
    /// <param name="key">The key.</param>
    /// <param name="lifetime">When the call is over in any case, so that a lease that was never given back ends.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What gives the slot back, or why the call may not run now.</returns>
    public async ValueTask<Result<KeySlot>> BeginAsync(Key key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (key.MaxConcurrency is not { } most) return KeySlot.Unlimited;
        var slots = _keys.GetOrAdd(key.Id, static _ => new());
        return await slots.WaitAsync(key.Id, most, lifetime, Patience, time, cancellationToken) is { } lease
            ? new KeySlot(slots, lease, time)
            : Busy(slots.RetryAfter(most));
    }

    private static Failure Busy(TimeSpan retryAfter) =>
        new(FailureStage.Gate, FailureSide.Caller, 429, FailureCode.KeyBusy,
            "This API key has as many calls running as it may have (max_concurrency). Try again shortly.")
        {
            RetryAfter = retryAfter,
        };
}
