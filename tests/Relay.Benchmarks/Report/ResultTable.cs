using System.Globalization;
using Relay.Benchmarks.Contestants;

namespace Relay.Benchmarks.Report;

/// <summary>A table with a column for each contestant, and columns that compare them.</summary>
/// <param name="unit">What its figures are.</param>
/// <param name="contestants">Who has a column.</param>
/// <param name="nginxMissing">Whether to say, in a column, that nginx is not installed.</param>
internal sealed class ResultTable(string unit, IReadOnlyList<Contestant> contestants, bool nginxMissing)
{
    private const string Missing = "nginx (not installed)";

    private readonly List<(string Name, Func<Contestant, Median> Figure, string Format)> _rows = [];

    /// <summary>Whose figures are compared with those of each other, as a ratio; null for none.</summary>
    public Contestant? Against { get; init; }

    /// <summary>To whose figures the others add something; null for none.</summary>
    public Contestant? AddedTo { get; init; }

    private IEnumerable<Contestant> Others => contestants.Where(contestant => contestant != (Against ?? AddedTo));

    /// <summary>Adds a row.</summary>
    public void Add(string name, Func<Contestant, Median> figure, string format) => _rows.Add((name, figure, format));

    /// <inheritdoc/>
    public override string ToString()
    {
        var columns = contestants.Select(contestant => contestant.Name).Prepend(unit);
        if (nginxMissing) columns = columns.Append(Missing);
        if (Against is not null) columns = columns.Concat(Others.Select(other => $"{Against.Name} / {other.Name}"));
        if (AddedTo is not null) columns = columns.Concat(Others.Select(other => $"{other.Name} adds"));
        var table = new TextTable([.. columns]);
        foreach (var (name, figure, format) in _rows) table.Add([name, .. Cells(figure, format)]);
        return table.ToString();
    }

    private IEnumerable<string> Cells(Func<Contestant, Median> figure, string format)
    {
        var cells = contestants.Select(contestant => figure(contestant).ToText(format));
        if (nginxMissing) cells = cells.Append("–");
        if (Against is not null)
            cells = cells.Concat(Others.Select(other => Text(figure(Against).Value / figure(other).Value, "P0")));
        if (AddedTo is not null)
            cells = cells.Concat(Others.Select(other => Text(figure(other).Value - figure(AddedTo).Value, format)));
        return cells;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
