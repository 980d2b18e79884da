using Relay.Ledger;
using Relay.Ledger.Rollups;
using Relay.Storage;

namespace Relay.Tests.Ledger.Rollups;

public sealed class HourSumsTests
{
    private readonly HourSums _sums = new();
    private readonly CallId _id = TestIds.Make(new ManualTimeProvider()).NewCallId();

    [Fact]
    public void ARecord_CountsForItsProject_ItsMember_TheModelThatRan_AndEachAccountThatWasTried()
    {
        _sums.Add(Record());

        var whole = new RollupSum
        {
            Calls = 1, Input = 100, CachedInput = 40, CacheWriteInput = 5, Output = 10, Reasoning = 3, CostNanoUsd = 700,
        };
        Assert.Equal(
            ["account:main", "account:spare", "member:p=2Fzoe", "model:fast-2026", "project:p"],
            _sums.Partitions.Order(StringComparer.Ordinal));
        Assert.All(["member:p=2Fzoe", "model:fast-2026", "project:p"], partition => Assert.Equal(whole, _sums[partition]));
        Assert.Equal(new RollupSum { Calls = 1, Failed = 1 }, _sums["account:spare"]);
        Assert.Equal(whole, _sums["account:main"]);
    }

    [Fact]
    public void TokensAreOfTheAttemptThatWasPaidFor_AlsoWhenALaterOneCostNothing()
    {
        _sums.Add(Record() with
        {
            Outcome = CallOutcome.Failed,
            Attempts = [new("main", "m", 0, 1, 2, 200, "upstream_truncated", 700), new("spare", "m", 3, null, 1, 503, "upstream_error", 0)],
        });

        Assert.Equal((100, 700, 1), (_sums["account:main"].Input, _sums["account:main"].CostNanoUsd, _sums["account:main"].Failed));
        Assert.Equal(new RollupSum { Calls = 1, Failed = 1 }, _sums["account:spare"]);
    }

    [Fact]
    public void WithoutAMember_OrAModelThatRan_ThereIsNoMember_AndTheModelIsTheOneAskedFor()
    {
        _sums.Add(TestRecords.Bare(_id));

        Assert.Equal(["model:fast", "project:="], _sums.Partitions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIsEstimated_WithoutAPrice_OrFailed_IsCounted()
    {
        _sums.Add(Record() with { Unpriced = true, UsageEstimated = true, CostNanoUsd = null, Outcome = CallOutcome.Canceled });

        Assert.Equal((1, 1, 1, 0), (_sums["project:p"].Failed, _sums["project:p"].Estimated, _sums["project:p"].Unpriced, _sums["project:p"].CostNanoUsd));
    }

    [Fact]
    public void SumsBeyondWhatALongHolds_StayThere()
    {
        for (var i = 0; i < 2; i++) _sums.Add(Record() with { CostNanoUsd = long.MaxValue, Usage = new() { Input = long.MaxValue } });

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
        Attempts = [new("spare", "m", 0, null, 1, 503, "upstream_error", 0), new("main", "m", 1, 2, 3, 200, null, 700)],
        Usage = new() { Input = 100, CachedInput = 40, CacheWriteInput = 5, Output = 10, Reasoning = 3 },
        CostNanoUsd = 700,
    };
}
