namespace Relay.Health;

/// <summary>Counts attempts and failures of the last <see cref="BreakerSettings.Window"/>, in slices. Not for several threads.</summary>
internal sealed class ErrorWindow
{
    private const int Slices = 6;

    private static readonly long SliceTicks = BreakerSettings.Window.Ticks / Slices;

    private readonly (long Slice, int Attempts, int Failures)[] _counts = new (long, int, int)[Slices];

    /// <summary>Counts an attempt.</summary>
    public void Add(bool failed, DateTimeOffset now)
    {
        var slice = now.UtcTicks / SliceTicks;
        ref var count = ref _counts[slice % Slices];
        if (count.Slice != slice) count = (slice, 0, 0);
        count.Attempts++;
        if (failed) count.Failures++;
    }

    /// <summary>Sums up.</summary>
    public (int Attempts, int Failures) Sum(DateTimeOffset now)
    {
        var oldest = (now.UtcTicks / SliceTicks) - Slices + 1;
        int attempts = 0, failures = 0;
        foreach (var (slice, tried, failed) in _counts)
        {
            if (slice < oldest) continue;
            attempts += tried;
            failures += failed;
        }

        return (attempts, failures);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_counts);
}
