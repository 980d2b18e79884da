using Relay.Storage;

namespace Relay.Ledger.Rollups;

/// <summary>The sums of one hour, by the partition that each is kept in. Pure: the same records give the same sums.</summary>
internal sealed class HourSums
{
    private readonly Dictionary<string, RollupSum> _sums = new(StringComparer.Ordinal);

    // Names are few, records are many.
    private readonly Dictionary<(string Dimension, string Value), string> _partitions = [];

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

    /// <summary>Adds a record. Tokens and costs are those of its attempts, so that the accounts' come to as much as the projects'.</summary>
    public void Add(CallRecord record)
    {
        var failed = record.Outcome == CallOutcome.Completed ? 0 : 1;
        var used = default(RollupSum);
        for (var i = 0; i < record.Attempts.Count; i++)
        {
            var attempt = record.Attempts[i];
            var sum = RollupSum.Of(attempt);
            if (i == record.Attempts.Count - 1) sum = sum with { Failed = Math.Max(sum.Failed, failed) };
            Add(RollupDimension.Account, attempt.Account, sum);
            used += sum;
        }

        var whole = used with { Calls = 1, Failed = failed, Estimated = Math.Min(used.Estimated, 1), Unpriced = Math.Min(used.Unpriced, 1) };
        Add(RollupDimension.Project, record.Project, whole);
        if (record.Member is { } member) Add(RollupDimension.Member, $"{record.Project}/{member}", whole);
        Add(RollupDimension.Model, record.ModelRan ?? record.Model, whole);
    }

    private void Add(string dimension, string value, RollupSum sum)
    {
        if (!_partitions.TryGetValue((dimension, value), out var partition))
            _partitions.Add((dimension, value), partition = PartitionOf(dimension, value));
        _sums[partition] = _sums.GetValueOrDefault(partition) + sum;
    }
}
