namespace Relay.Health;

/// <summary>
/// The attempts that run at an account, and those that wait for one of them to end: first come first served within a
/// key, and the keys in turn, so that one key's burst does not keep the others out. Bounded; a short lock.
/// </summary>
internal sealed class SlotQueue
{
    /// <summary>So many may wait; a longer queue would only be a slower refusal.</summary>
    public const int MostWaiting = 100;

    /// <summary>So many of one key may wait.</summary>
    public const int MostWaitingOfKey = 20;

    private readonly Lock _lock = new();
    private readonly LeaseSet _leases = new();
    // The key whose turn it is comes first.
    private readonly LinkedList<(string Key, Queue<Waiter> Waiters)> _turns = [];
    private int _waiting;
    private double _attemptSeconds = 1;

    /// <summary>How many attempts run.</summary>
    public int InFlight(DateTimeOffset now) => _leases.Count(now);

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>When it is worth coming back, by how long attempts took lately and how many wait.</summary>
    public TimeSpan RetryAfter(int most) =>
        TimeSpan.FromSeconds(Math.Clamp(_attemptSeconds * (Waiting + 1) / most, 1, 60));

    /// <summary>Takes a slot if one is free and nobody waits for it.</summary>
    public long? TryTake(int most, DateTimeOffset now, TimeSpan lifetime)
    {
        lock (_lock) return _waiting > 0 && most != int.MaxValue ? null : _leases.TryTake(most, now, lifetime);
    }

    /// <summary>Waits for a slot.</summary>
    /// <param name="key">Whose attempt it is.</param>
    /// <param name="most">How many may run.</param>
    /// <param name="lifetime">When the slot ends by itself.</param>
    /// <param name="patience">How long to wait at the most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The lease; null when there is no room in the queue, or no slot in time.</returns>
    public async ValueTask<long?> WaitAsync(
        string key, int most, TimeSpan lifetime, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(most, lifetime);
        lock (_lock)
        {
            if (_waiting == 0 && _leases.TryTake(most, time.GetUtcNow(), lifetime) is { } free) return free;
            if (_waiting >= MostWaiting || !TryEnqueue_NeedsLock(key, waiter)) return null;
        }

        using var patient = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellationToken);
        using (either.Token.UnsafeRegister(static state => ((Waiter)state!).Lease.TrySetResult(null), waiter))
        {
            var lease = await waiter.Lease.Task;
            if (lease is null) Leave(key, waiter);
            else if (cancellationToken.IsCancellationRequested) Return(lease.Value, TimeSpan.Zero, time.GetUtcNow());
            cancellationToken.ThrowIfCancellationRequested();
            return lease;
        }
    }

    /// <summary>Gives a slot back, to the next who waits.</summary>
    public void Return(long lease, TimeSpan took, DateTimeOffset now)
    {
        lock (_lock)
        {
            _leases.Return(lease);
            if (took > TimeSpan.Zero) _attemptSeconds += 0.2 * (took.TotalSeconds - _attemptSeconds);
            while (_turns.First is { } turn)
            {
                var waiter = turn.Value.Waiters.Peek();
                // One that gave up takes itself away, and needs no slot.
                if (waiter.Lease.Task.IsCompleted)
                {
                    Dequeue_NeedsLock(turn);
                    continue;
                }

                if (_leases.TryTake(waiter.Most, now, waiter.Lifetime) is not { } next) return;
                Dequeue_NeedsLock(turn);
                if (!waiter.Lease.TrySetResult(next)) _leases.Return(next);
            }
        }
    }

    private bool TryEnqueue_NeedsLock(string key, Waiter waiter)
    {
        var turn = _turns.First;
        while (turn is not null && turn.Value.Key != key) turn = turn.Next;
        turn ??= _turns.AddLast((key, new Queue<Waiter>()));
        if (turn.Value.Waiters.Count >= MostWaitingOfKey) return false;
        turn.Value.Waiters.Enqueue(waiter);
        _waiting++;
        return true;
    }

    private void Dequeue_NeedsLock(LinkedListNode<(string Key, Queue<Waiter> Waiters)> turn)
    {
        turn.Value.Waiters.Dequeue();
        _waiting--;
        _turns.Remove(turn);
        if (turn.Value.Waiters.Count > 0) _turns.AddLast(turn);
    }

    private void Leave(string key, Waiter waiter)
    {
        lock (_lock)
        {
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                if (turn.Value.Key != key) continue;
                var stay = turn.Value.Waiters.Where(other => other != waiter).ToList();
                _waiting -= turn.Value.Waiters.Count - stay.Count;
                turn.Value.Waiters.Clear();
                foreach (var other in stay) turn.Value.Waiters.Enqueue(other);
                if (stay.Count == 0) _turns.Remove(turn);
                return;
            }
        }
    }

    private sealed class Waiter(int most, TimeSpan lifetime)
    {
        public int Most { get; } = most;

        public TimeSpan Lifetime { get; } = lifetime;

        public TaskCompletionSource<long?> Lease { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
