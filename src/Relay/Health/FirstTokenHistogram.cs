using System.Globalization;

namespace Relay.Health;

/// <summary>Times to first token, counted in buckets that grow by half: from 10 ms to about 5 min. Not for several threads.</summary>
internal sealed class FirstTokenHistogram
{
    private const int Buckets = 26;
    private const double SmallestMs = 10;
    private const double Growth = 1.5;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>Counts a time.</summary>
    public void Add(TimeSpan time)
    {
        var bucket = (int)Math.Ceiling(Math.Log(Math.Max(1, time.TotalMilliseconds / SmallestMs), Growth));
        _counts[Math.Min(bucket, Buckets - 1)]++;
    }

    /// <summary>Adds what another one counted.</summary>
    public void Add(FirstTokenHistogram other)
    {
        for (var i = 0; i < Buckets; i++) _counts[i] += other._counts[i];
    }

    /// <summary>The time, in milliseconds, that such a part of them is not above: the upper end of its bucket. Null when there are none.</summary>
    /// <param name="part">0 to 1.</param>
    public double? Quantile(double part)
    {
        var left = (long)Math.Ceiling(_counts.Sum() * part);
        if (left == 0) return null;
        for (var i = 0; ; i++)
        {
            left -= _counts[i];
            if (left <= 0) return Math.Round(SmallestMs * Math.Pow(Growth, i));
        }
    }

    /// <summary>The counts, for a column.</summary>
    public override string ToString() => string.Join(',', _counts.Select(count => count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads what <see cref="ToString"/> wrote; what is no number counts as none.</summary>
    public static FirstTokenHistogram Parse(string text)
    {
        var histogram = new FirstTokenHistogram();
        foreach (var (i, count) in text.Split(',').Take(Buckets).Index())
            histogram._counts[i] = long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return histogram;
    }
}
