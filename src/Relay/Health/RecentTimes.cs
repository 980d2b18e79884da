namespace Relay.Health;

/// <summary>The last times that something took, in no order that could be seen. Not for several threads.</summary>
internal sealed class RecentTimes
{
    /// <summary>So many are kept.</summary>
    public const int Most = 64;

    /// <summary>With fewer the 95th of a hundred would be the slowest of all.</summary>
    public const int Fewest = 20;

    private const double Part = 0.95;

    private readonly TimeSpan[] _times = new TimeSpan[Most];
    private int _count;

    /// <summary>Notes a time; the oldest one is forgotten for it.</summary>
    public void Add(TimeSpan time) => _times[_count++ % Most] = time;

    /// <summary>The time that 95 of 100 are not above; null while there are fewer than <see cref="Fewest"/>.</summary>
    public TimeSpan? P95()
    {
        var known = Math.Min(_count, Most);
        if (known < Fewest) return null;
        var sorted = _times[..known];
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(Part * known) - 1];
    }
}
