using Relay.Routing;
using Relay.Routing.Config;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Routing;

public sealed class StickinessTests
{
    private static readonly ConfigSnapshot Four = Configs.Snapshot(Plans.Config(4));

    [Fact]
    public void FiftySessionsOfTwentyTurns_KeepTheirTargets_ButForAnOutage()
    {
        var own = Enumerable.Range(0, 50).Select(session => FirstOf(Four, session)).ToList();
        var (outside, kept) = (0, 0);
        for (var turn = 0; turn < 20; turn++)
        {
            for (var session = 0; session < 50; session++)
            {
                // Account b is out for turns 7 to 12, and others have noise all the time.
                var isOut = turn is >= 7 and <= 12;
                var first = FirstOf(Four, session, target => target.Account.Id == "b" && isOut ? Healths.Open : Noise(target, turn));
                Assert.False(isOut && first == "b");
                if (isOut && own[session] == "b") continue;
                outside++;
                if (first == own[session]) kept++;
            }
        }

        Assert.True(outside > 700);
        Assert.True(kept >= 0.99 * outside, $"{kept} of {outside}");
    }

    [Fact]
    public void ManySessions_AreSpreadEvenly()
    {
        var parts = Enumerable.Range(0, 10_000).CountBy(session => FirstOf(Four, session)).ToDictionary();
        Assert.Equal(4, parts.Count);
        Assert.All(parts.Values, count => Assert.InRange(count, 2500 * 0.85, 2500 * 1.15));
    }

    [Fact]
    public void ThoseOfATargetThatIsOut_AreSpreadOverTheOthers_AndStayThereMeanwhile()
    {
        var moved = Enumerable.Range(0, 4000).Where(session => FirstOf(Four, session) == "b").ToList();
        var parts = moved.CountBy(session => FirstOf(Four, session, WithoutB)).ToDictionary();
        Assert.Equal(3, parts.Count);
        Assert.All(parts.Values, count => Assert.InRange(count, moved.Count / 3 * 0.8, moved.Count / 3 * 1.2));
        Assert.All(moved, session => Assert.Equal(
            FirstOf(Four, session, WithoutB), FirstOf(Four, session, target => WithoutB(target) with { InFlight = 3 })));

        static TargetHealth WithoutB(Target target) => target.Account.Id == "b" ? Healths.Open : TargetHealth.Unknown;
    }

    [Fact]
    public void WhileATargetComesBack_OnlyItsOwnSessionsReturn_MoreAndMore()
    {
        var before = 0;
        foreach (var share in new[] { 0.1, 0.4, 0.7, 1 })
        {
            var back = Enumerable.Range(0, 2000).Where(session => FirstOf(Four, session, target =>
                TargetHealth.Unknown with { Share = target.Account.Id == "b" ? share : 1 }) == "b").ToList();
            Assert.All(back, session => Assert.Equal("b", FirstOf(Four, session)));
            Assert.True(back.Count > before);
            before = back.Count;
        }
    }

    [Fact]
    public void AnotherAccount_TakesOnlyItsPart()
    {
        var five = Configs.Snapshot(Plans.Config(5));
        var moved = Enumerable.Range(0, 5000).Where(session => FirstOf(Four, session) != FirstOf(five, session)).ToList();
        Assert.All(moved, session => Assert.Equal("e", FirstOf(five, session)));
        Assert.InRange(moved.Count, 850, 1150);
    }

    [Fact]
    public void ASession_IsKept_WhateverTheCall_AndAlsoWhereTargetsAreEqual()
    {
        foreach (var strategy in new[] { "score", "weighted", "least-busy", "fastest", "cheapest" })
        {
            var config = Configs.Snapshot(Plans.Config(4, $",\"strategy\":\"{strategy}\""));
            var firsts = Enumerable.Range(0, 100).Select(call =>
                Plans.Of(config, Plans.Ask("m", (ulong)call) with { Session = new("x", 5) }).Targets[0].Account.Id);
            Assert.Single(firsts.Distinct());
        }
    }

    private static ulong _calls;

    // Each call has a seed of its own.
    private static string FirstOf(ConfigSnapshot config, int session, Func<Target, TargetHealth>? health = null) => Plans.Of(
        config,
        Plans.Ask("m", Interlocked.Increment(ref _calls)) with { Session = new("x-relay-session", StableHash.Of($"session {session}")) },
        health).Targets[0].Account.Id;

    private static TargetHealth Noise(Target target, int turn)
    {
        var random = new Random(HashCode.Combine(target.Identity, turn));
        return TargetHealth.Unknown with
        {
            ErrorRate = random.NextDouble() / 10,
            Headroom = 0.1 + random.NextDouble() * 0.9,
            InFlight = random.Next(20),
            TimeToFirstToken = TimeSpan.FromSeconds(random.NextDouble() * 5),
        };
    }
}
