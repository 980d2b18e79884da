namespace Relay.Benchmarks.Load;

/// <summary>What one round of a closed loop came to.</summary>
/// <param name="Calls">How many calls ended in the time.</param>
/// <param name="Seconds">The time.</param>
/// <param name="CpuSeconds">What the contestant's processes used of the processors meanwhile.</param>
internal readonly record struct LoopResult(long Calls, double Seconds, double CpuSeconds)
{
    /// <summary>Calls in a second.</summary>
    public double Rate => Calls / Seconds;

    /// <summary>Microseconds of processor time for a call, of the contestant's processes alone.</summary>
    public double CpuMicroseconds => CpuSeconds * 1e6 / Math.Max(1, Calls);
}
