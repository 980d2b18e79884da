using Relay.Ledger;
using Relay.Ledger.Rollups;
using Relay.Storage;

namespace Relay.Tests.Ledger.Rollups;

public sealed class HourSumsTests
{
    private static readonly AttemptRecord Answered = new("main", "m", 1, 2, 3, 200, null, 700)
    {
        Usage = new() { Input = 100, CachedInput = 40, CacheWriteInput = 5, Output = 10, Reasoning = 3 },
    };

    private static readonly RollupSum Whole = new()
    {
        Calls = 1, Input = 100, CachedInput = 40, CacheWriteInput = 5, Output = 10, Reasoning = 3, CostNanoUsd = 700,
    };

    private readonly HourSums _sums = new();
    private readonly CallId _id = TestIds.Make(new ManualTimeProvider()).NewCallId();

    [Fact]
    public void ARecord_CountsForItsProject_ItsMember_TheModelThatRan_AndEachAccountThatWasTried()
    {
        _sums.Add(Record());

        Assert.Equal(
            ["account:main", "account:spare", "member:p=2Fzoe", "model:fast-2026", "project:p"],
            _sums.Partitions.Order(StringComparer.Ordinal));
        Assert.All(["member:p=2Fzoe", "model:fast-2026", "project:p"], partition => Assert.Equal(Whole, _sums[partition]));
        Assert.Equal(new RollupSum { Calls = 1, Failed = 1 }, _sums["account:spare"]);
        Assert.Equal(Whole, _sums["account:main"]);
    }

    [Fact]
    public void EachAccount_HasTheTokensAndTheCostOfItsOwnAttempts_AndTheProjectAllOfThem()
    {
        _sums.Add(Record() with
        {
            Attempts =
            [
                new("spare", "m", 0, 1, 2, 200, "upstream_truncated", 50) { Usage = new() { Input = 90, Output = 2 }, UsageEstimated = true },
                new("spare", "m", 3, null, 1, 503, "upstream_error", 0),
                new("free", "m", 3, null, 1, null, "upstream_timeout", null) { Usage = new() { Input = 90 }, UsageEstimated = true, Unpriced = true },
                Answered,
            ],
        });

        Assert.Equal(new RollupSum { Calls = 2, Failed = 2, Estimated = 1, Input = 90, Output = 2, CostNanoUsd = 50 }, _sums["account:spare"]);
        Assert.Equal(new RollupSum { Calls = 1, Failed = 1, Estimated = 1, Unpriced = 1, Input = 90 }, _sums["account:free"]);
        Assert.Equal(Whole, _sums["account:main"]);
        Assert.All(["member:p=2Fzoe", "model:fast-2026", "project:p"], partition => Assert.Equal(
            Whole with { Estimated = 1, Unpriced = 1, Input = 280, Output = 12, CostNanoUsd = 750 }, _sums[partition]));
    }

    [Theory]
    [InlineData(CallOutcome.Completed, 0)]
    [InlineData(CallOutcome.Failed, 1)]
    [InlineData(CallOutcome.Abandoned, 1)]
    internal void ACallThatDidNotEndWell_FailedAtItsLastAccount(CallOutcome outcome, long failed)
    {
        _sums.Add(Record() with { Outcome = outcome });

        Assert.Equal((failed, 1, failed), (_sums["account:main"].Failed, _sums["account:spare"].Failed, _sums["project:p"].Failed));
    }

    [Fact]
    public void WithoutAMember_OrAModelThatRan_ThereIsNoMember_AndTheModelIsTheOneAskedFor()
    {
        _sums.Add(TestRecords.Bare(_id));

        Assert.Equal(["model:fast", "project:="], _sums.Partitions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SumsBeyondWhatALongHolds_StayThere()
    {
        for (var i = 0; i < 2; i++) _sums.Add(Record() with { Attempts = [Answered with { CostNanoUsd = long.MaxValue, Usage = new() { Input = long.MaxValue } }] });

        Assert.Equal((2, long.MaxValue, long.MaxValue), (_sums["project:p"].Calls, _sums["project:p"].CostNanoUsd, _sums["project:p"].Input));
    }

    [Fact]
    public void NamesLongerThanAKey_HaveKeysOfTheirOwn()
    {
        var (one, other) = (new string('ü', 2000), new string('ü', 2001));

        var keys = new[] { one, other }.Select(name => HourSums.PartitionOf(RollupDimension.Model, name)).ToList();

        Assert.NotEqual(keys[0], keys[1]);
        Assert.All(keys, key => TableLimits.Check("rollups", new TableKey(key, "r")));
    }

    private CallRecord Record() => TestRecords.Bare(_id) with
    {
        Project = "p",
        Member = "zoe",
        ModelRan = "fast-2026",
        Attempts = [new("spare", "m", 0, null, 1, 503, "upstream_error", 0), Answered],
    };
}
