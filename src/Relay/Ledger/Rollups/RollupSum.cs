using Relay.Storage;

namespace Relay.Ledger.Rollups;

/// <summary>What calls come to together. A sum that no long holds stays at the largest.</summary>
internal readonly record struct RollupSum
{
    /// <summary>How many calls.</summary>
    public long Calls { get; init; }

    /// <summary>How many of them did not give the caller a whole answer.</summary>
    public long Failed { get; init; }

    /// <summary>How many have tokens that Relay estimated.</summary>
    public long Estimated { get; init; }

    /// <summary>How many have tokens without a price, which <see cref="CostNanoUsd"/> leaves out.</summary>
    public long Unpriced { get; init; }

    /// <summary>All input tokens.</summary>
    public long Input { get; init; }

    /// <summary>The part of <see cref="Input"/> that was read from a prompt cache.</summary>
    public long CachedInput { get; init; }

    /// <summary>The part of <see cref="Input"/> that was written to a prompt cache.</summary>
    public long CacheWriteInput { get; init; }

    /// <summary>All output tokens.</summary>
    public long Output { get; init; }

    /// <summary>The part of <see cref="Output"/> that was reasoning.</summary>
    public long Reasoning { get; init; }

    /// <summary>The known costs, in nano-dollars.</summary>
    public long CostNanoUsd { get; init; }

    /// <summary>Both together.</summary>
    public static RollupSum operator +(RollupSum left, RollupSum right) => new()
    {
        Calls = Add(left.Calls, right.Calls),
        Failed = Add(left.Failed, right.Failed),
        Estimated = Add(left.Estimated, right.Estimated),
        Unpriced = Add(left.Unpriced, right.Unpriced),
        Input = Add(left.Input, right.Input),
        CachedInput = Add(left.CachedInput, right.CachedInput),
        CacheWriteInput = Add(left.CacheWriteInput, right.CacheWriteInput),
        Output = Add(left.Output, right.Output),
        Reasoning = Add(left.Reasoning, right.Reasoning),
        CostNanoUsd = Add(left.CostNanoUsd, right.CostNanoUsd),
    };

    /// <summary>What one attempt comes to.</summary>
    public static RollupSum Of(AttemptRecord attempt) => new()
    {
        Calls = 1,
        Failed = attempt.ErrorCode is null ? 0 : 1,
        Estimated = attempt.UsageEstimated ? 1 : 0,
        Unpriced = attempt.Unpriced ? 1 : 0,
        Input = attempt.Usage?.Input ?? 0,
        CachedInput = attempt.Usage?.CachedInput ?? 0,
        CacheWriteInput = attempt.Usage?.CacheWriteInput ?? 0,
        Output = attempt.Usage?.Output ?? 0,
        Reasoning = attempt.Usage?.Reasoning ?? 0,
        CostNanoUsd = attempt.CostNanoUsd ?? 0,
    };

    /// <summary>Makes the row of a sum.</summary>
    public TableRow ToRow(TableKey key) => new TableRow(key)
        .With("calls", Calls)
        .With("failed", Failed)
        .With("estimated", Estimated)
        .With("unpriced", Unpriced)
        .With("input", Input)
        .With("cached_input", CachedInput)
        .With("cache_write_input", CacheWriteInput)
        .With("output", Output)
        .With("reasoning", Reasoning)
        .With("cost_nano_usd", CostNanoUsd);

    /// <summary>Reads the sum out of a row that <see cref="ToRow"/> made.</summary>
    public static RollupSum FromRow(TableRow row) => new()
    {
        Calls = row.Number("calls") ?? 0,
        Failed = row.Number("failed") ?? 0,
        Estimated = row.Number("estimated") ?? 0,
        Unpriced = row.Number("unpriced") ?? 0,
        Input = row.Number("input") ?? 0,
        CachedInput = row.Number("cached_input") ?? 0,
        CacheWriteInput = row.Number("cache_write_input") ?? 0,
        Output = row.Number("output") ?? 0,
        Reasoning = row.Number("reasoning") ?? 0,
        CostNanoUsd = row.Number("cost_nano_usd") ?? 0,
    };

    private static long Add(long left, long right) => (long)Int128.Min(long.MaxValue, (Int128)left + right);
}
