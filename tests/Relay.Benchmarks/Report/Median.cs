using System.Globalization;

namespace Relay.Benchmarks.Report;

/// <summary>A figure.</summary>
/// <param name="Value">The one in the middle of several rounds, or the only one.</param>
/// <param name="Spread">Half of what lies between the least and the greatest, as a share of it; null for only one.</param>
internal readonly record struct Median(double Value, double? Spread)
{
    /// <summary>Takes the median of several.</summary>
    public static Median Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(middle, middle == 0 ? null : (sorted[^1] - sorted[0]) / 2 / middle);
    }

    /// <summary>As it stands in a table.</summary>
    public string ToText(string format)
    {
        var value = Value.ToString(format, CultureInfo.InvariantCulture);
        return Spread is { } spread ? FormattableString.Invariant($"{value} ±{spread * 100:N0} %") : value;
    }
}
