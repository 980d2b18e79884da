using System.Text;

namespace Relay.Benchmarks.Report;

/// <summary>A table in Markdown.</summary>
internal sealed class TextTable(IReadOnlyList<string> columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, with a cell for each column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder().Append("| ").AppendJoin(" | ", columns).Append(" |\n| --- |");
        text.Insert(text.Length, " ---: |", columns.Count - 1).Append('\n');
        foreach (var row in _rows) text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return text.ToString();
    }
}
