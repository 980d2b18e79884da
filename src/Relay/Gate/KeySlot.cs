using Relay.Health;

namespace Relay.Gate;

/// <summary>A call's place among those of its key that run. Given back once, when the call is over.</summary>
internal sealed class KeySlot : IDisposable
{
    /// <summary>Of a key without a limit.</summary>
    public static readonly KeySlot Unlimited = new(null, 0, TimeProvider.System);

    private readonly SlotQueue? _slots;
    private readonly long _lease;
    private readonly TimeProvider _time;
    private readonly long _began;

    /// <summary>Holds a lease.</summary>
    public KeySlot(SlotQueue? slots, long lease, TimeProvider time)
    {
        _slots = slots;
        _lease = lease;
        _time = time;
        _began = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _slots?.Return(_lease, _time.GetElapsedTime(_began), _time.GetUtcNow());
}
