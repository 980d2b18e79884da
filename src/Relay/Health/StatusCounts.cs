using Relay.Storage;

namespace Relay.Health;

/// <summary>What was counted of a model, or of one provider of it, in a span of time. Not for several threads.</summary>
internal sealed class StatusCounts
{
    /// <summary>Calls of the model, or attempts at the provider.</summary>
    public long Tried { get; private set; }

    /// <summary>Those that failed through no fault of the caller.</summary>
    public long Failed { get; private set; }

    /// <summary>Times to first token of streams.</summary>
    public FirstTokenHistogram FirstTokens { get; private init; } = new();

    /// <summary>Counts one.</summary>
    public void Add(bool failed, TimeSpan? firstToken)
    {
        Tried++;
        if (failed) Failed++;
        if (firstToken is { } time) FirstTokens.Add(time);
    }

    /// <summary>Adds what another one counted.</summary>
    public void Add(StatusCounts other)
    {
        Tried += other.Tried;
        Failed += other.Failed;
        FirstTokens.Add(other.FirstTokens);
    }

    /// <summary>Adds the columns to a row.</summary>
    public TableRow AddTo(TableRow row) =>
        row.With("tried", Tried).With("failed", Failed).With("first_tokens", FirstTokens.ToString());

    /// <summary>Reads the columns of a row.</summary>
    public static StatusCounts FromRow(TableRow row) => new()
    {
        Tried = row.Number("tried") ?? 0,
        Failed = row.Number("failed") ?? 0,
        FirstTokens = FirstTokenHistogram.Parse(row.Text("first_tokens") ?? ""),
    };
}
