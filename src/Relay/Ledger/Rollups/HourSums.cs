using Relay.Storage;

namespace Relay.Ledger.Rollups;

/// <summary>The sums of one hour, by the partition that each is kept in. Pure: the same records give the same sums.</summary>
internal sealed class HourSums
{
    private readonly Dictionary<string, RollupSum> _sums = new(StringComparer.Ordinal);

    /// <summary>The partitions that have a sum.</summary>
    public IReadOnlyCollection<string> Partitions => _sums.Keys;

    /// <summary>The sum of a partition; nothing when no record is of it.</summary>
    public RollupSum this[string partition] => _sums.GetValueOrDefault(partition);

    /// <summary>The partition of a value along a dimension of <see cref="RollupDimension"/>.</summary>
    /// <remarks>Names may be longer than a key: then the sum is kept under their beginning and their hash.</remarks>
    public static string PartitionOf(string dimension, string value)
    {
        var key = $"{dimension}:{TableKey.Encode(value)}";
        if (key.Length <= TableLimits.MaxKeyLength) return key;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value)));
        return $"{key.AsSpan(0, TableLimits.MaxKeyLength - hash.Length - 1)}~{hash}";
    }

    /// <summary>Adds a record.</summary>
    public void Add(CallRecord record)
    {
        var sum = RollupSum.Of(record);
        var whole = sum with { CostNanoUsd = record.CostNanoUsd ?? 0 };
        Add(RollupDimension.Project, record.Project, whole);
        if (record.Member is { } member) Add(RollupDimension.Member, $"{record.Project}/{member}", whole);
        Add(RollupDimension.Model, record.ModelRan ?? record.Model, whole);
        AddAttempts(record, sum);
    }

    // The tokens are those of the last attempt that could be charged for: of the last one whose cost is not nothing.
    private void AddAttempts(CallRecord record, RollupSum sum)
    {
        var last = record.Attempts.Count - 1;
        var paid = record.Attempts.ToList().FindLastIndex(attempt => attempt.CostNanoUsd != 0);
        if (paid < 0) paid = last;
        for (var i = 0; i <= last; i++)
        {
            var attempt = record.Attempts[i];
            var failed = attempt.ErrorCode is not null || (i == last && record.Outcome != CallOutcome.Completed);
            Add(RollupDimension.Account, attempt.Account, (i == paid ? sum : new RollupSum { Calls = 1 }) with
            {
                Failed = failed ? 1 : 0,
                CostNanoUsd = attempt.CostNanoUsd ?? 0,
            });
        }
    }

    private void Add(string dimension, string value, RollupSum sum)
    {
        var partition = PartitionOf(dimension, value);
        _sums[partition] = _sums.GetValueOrDefault(partition) + sum;
    }
}
