namespace Relay.Ingress;

/// <summary>How much memory all bodies in flight may take together, so that many large ones cannot end the process.</summary>
internal sealed class MemoryBudget
{
    private readonly long _limit;
    private long _taken;

    /// <summary>Makes a budget of a quarter of the memory that this process may use.</summary>
    public MemoryBudget()
        : this(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
    {
    }

    /// <summary>Makes a budget.</summary>
    /// <param name="limit">In bytes.</param>
    public MemoryBudget(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _limit = limit;
    }

    /// <summary>What is taken now, in bytes.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes from the budget. False, and nothing taken, when too little is left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit) return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
