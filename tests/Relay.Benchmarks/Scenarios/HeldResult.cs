namespace Relay.Benchmarks.Scenarios;

/// <summary>What holding streams came to.</summary>
/// <param name="Events">How many events came while they were watched.</param>
/// <param name="Broken">How many streams ended, though none was to.</param>
/// <param name="Before">Resident bytes before the first was opened.</param>
/// <param name="With">Resident bytes with all of them open.</param>
/// <param name="CpuTime">Processor time while they were watched.</param>
internal sealed record HeldResult(long Events, int Broken, long Before, long With, TimeSpan CpuTime)
{
    /// <summary>What the streams added, in bytes.</summary>
    public long Added => With - Before;
}
