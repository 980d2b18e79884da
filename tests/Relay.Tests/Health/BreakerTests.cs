using FsCheck.Fluent;
using Relay.Health;
using Relay.Routing;

namespace Relay.Tests.Health;

public sealed class BreakerTests
{
    private readonly Breaker _breaker = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private BreakerState State => _breaker.Look(_now).State;

    [Fact]
    public void FailuresOneAfterTheOther_OpenIt()
    {
        Fail(BreakerSettings.Consecutive - 1);
        Assert.Equal(BreakerState.Closed, State);

        Fail(1);

        Assert.Equal((BreakerState.Open, "x", _now + BreakerSettings.FirstOpen),
            (State, _breaker.Look(_now).Reason, _breaker.Look(_now).Until));
        Assert.False(_breaker.TryPass(_now, forced: false, out _));
    }

    [Fact]
    public void ARate_OfTenAndMore_OpensIt()
    {
        for (var i = 0; i < 3; i++)
        {
            Succeed();
            Fail(2);
        }

        Succeed();
        Assert.Equal(BreakerState.Closed, State);
        Fail(1);
        Assert.Equal(BreakerState.Open, State);
    }

    [Fact]
    public void OneFailureAmongFew_HoldsNothingBack_AndASecondDoes()
    {
        // As it comes back, with a small share of calls: what it does first is all that is known.
        Open();
        _now += BreakerSettings.FirstOpen;
        Succeed();
        Fail(1);
        Assert.Equal((0.25, false), Seen());

        Fail(1);
        Assert.Equal((0.5, true), Seen());
        for (var i = 0; i < 5; i++) Succeed();
        Assert.Equal((2 / 7.0, false), Seen());
        _now += BreakerSettings.Window + TimeSpan.FromSeconds(1);
        Assert.Equal((0, false), Seen());

        (double Rate, bool IsHeld) Seen()
        {
            var rate = _breaker.Look(_now).ErrorRate;
            return (rate, Score.Of(1, null, TargetHealth.Unknown with { ErrorRate = rate }).IsStrained);
        }
    }

    [Fact]
    public void WhenItsTimeIsOver_OneCallTries_AndNoOther()
    {
        Open();
        _now += BreakerSettings.FirstOpen;

        Assert.Equal(BreakerState.HalfOpen, State);
        Assert.True(_breaker.TryPass(_now, forced: false, out var probe));
        Assert.True(probe.IsProbe);
        Assert.Equal(BreakerState.Open, State);
        Assert.False(_breaker.TryPass(_now, forced: false, out _));
        _now += BreakerSettings.ProbeLease;
        Assert.True(_breaker.TryPass(_now, forced: false, out _));
    }

    [Fact]
    public void AProbeThatSucceeds_ClosesIt_AndItsShareGrows()
    {
        Open();
        _now += BreakerSettings.FirstOpen;
        Succeed();

        Assert.Equal((BreakerState.Closed, BreakerSettings.FirstShare), (State, _breaker.Look(_now).Share));
        _now += BreakerSettings.SlowStart / 2;
        Assert.Equal(0.55, _breaker.Look(_now).Share, 3);
        _now += BreakerSettings.SlowStart / 2;
        Assert.Equal(1, _breaker.Look(_now).Share);
    }

    [Fact]
    public void AProbeThatFails_OpensIt_ForTwiceAsLong_UpToTheMost()
    {
        Open();
        foreach (var seconds in (double[])[5, 10, 20, 40, 60, 60])
        {
            Assert.Equal(_now.AddSeconds(seconds), _breaker.Look(_now).Until);
            _now = _now.AddSeconds(seconds);
            Fail(1);
        }
    }

    [Fact]
    public void AProbeThatSaysNothing_LeavesTheNextOneToTry()
    {
        Open();
        _now += BreakerSettings.FirstOpen;
        Assert.True(_breaker.TryPass(_now, forced: false, out var probe));

        _breaker.GaveUp(probe, _now);

        Assert.True(_breaker.TryPass(_now, forced: false, out _));
    }

    [Fact]
    public void WhatCallsOfBeforeSay_ChangesNothing()
    {
        Assert.True(_breaker.TryPass(_now, forced: false, out var old));
        Open();
        _breaker.Succeeded(old, _now);
        Assert.Equal(BreakerState.Open, State);
        _now += BreakerSettings.FirstOpen;
        _breaker.Failed(old, "x", _now);
        _breaker.Succeeded(old, _now);

        Assert.Equal(BreakerState.HalfOpen, State);
    }

    [Fact]
    public void ARest_EndsAtItsTime_WithASmallShare()
    {
        _breaker.Rest("rate_limit_exceeded", _now.AddSeconds(20), _now);
        Assert.Equal((BreakerState.Open, _now.AddSeconds(20)), (State, _breaker.Look(_now).Until));
        _breaker.ProbeSucceeded(_now);
        Assert.Equal(BreakerState.Open, State);

        _now = _now.AddSeconds(20);

        Assert.Equal((BreakerState.Closed, BreakerSettings.FirstShare), (State, _breaker.Look(_now).Share));
    }

    [Fact]
    public void AnAccountThatWasRefused_IsOutAtOnce_AndTriedAfterAProbe()
    {
        _breaker.TakeOut("upstream_account", BreakerSettings.FirstOut, BreakerSettings.LongestOut, _now);
        Assert.Equal(_now + BreakerSettings.FirstOut, _breaker.Look(_now).Until);

        _breaker.ProbeSucceeded(_now);

        Assert.Equal(BreakerState.HalfOpen, State);
    }

    [Fact]
    public void WhatOthersKnow_IsLearnt_UnlessAnOwnSuccessIsNewer()
    {
        _breaker.Learn(_now, _now.AddSeconds(30), OpenedBy.Failures, "x", _now);
        Assert.Equal(BreakerState.Open, State);
        Assert.Null(_breaker.ToTell(_now));

        _breaker.Unlearn(_now);
        Succeed();
        _breaker.Learn(_now.AddSeconds(-1), _now.AddSeconds(30), OpenedBy.Failures, "x", _now);
        Assert.Equal(BreakerState.Closed, State);
        _breaker.Learn(_now.AddSeconds(1), _now.AddSeconds(30), OpenedBy.Failures, "x", _now);
        Assert.Equal(BreakerState.Open, State);
    }

    [Fact]
    public void WhatOpensIt_SaysUntilWhen_AndTheFirstSuccessThatItIsBack()
    {
        Assert.True(_breaker.TryPass(_now, forced: false, out var pass));
        Assert.Null(_breaker.Failed(pass, "x", _now));
        Assert.Null(_breaker.Failed(pass, "x", _now));
        Assert.Equal(_now + BreakerSettings.FirstOpen, _breaker.Failed(pass, "x", _now));
        Assert.Null(_breaker.Failed(pass, "x", _now));
        // The rest is longer; that it is open was said.
        Assert.Null(_breaker.Rest("x", _now.AddSeconds(20), _now));
        _now = _now.AddSeconds(20);

        Assert.False(_breaker.Succeeded(pass, _now));
        Assert.True(_breaker.TryPass(_now, forced: false, out var probe));
        Assert.True(_breaker.Succeeded(probe, _now));
        Assert.True(_breaker.TryPass(_now, forced: false, out var next));
        Assert.False(_breaker.Succeeded(next, _now));
    }

    [Fact]
    public void WhateverHappens_TheRulesHold() => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 9)).ToArbitrary(),
        steps =>
        {
            var breaker = new Breaker();
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var passes = new List<BreakerPass>();
            var probeUntil = DateTimeOffset.MinValue;
            foreach (var step in steps)
            {
                var before = breaker.Look(now);
                switch (step)
                {
                    case 0 or 1 or 2:
                        var passed = breaker.TryPass(now, forced: false, out var pass);
                        Assert.Equal(before.State != BreakerState.Open, passed);
                        if (passed) passes.Add(pass);
                        if (passed && before.State == BreakerState.HalfOpen)
                        {
                            // One probe at a time.
                            Assert.True(pass.IsProbe && now >= probeUntil);
                            probeUntil = now + BreakerSettings.ProbeLease;
                        }

                        break;
                    case 3 or 4 when passes.Count > 0:
                        breaker.Succeeded(passes[^1], now);
                        // A success never makes it worse.
                        Assert.True(breaker.Look(now).State <= before.State);
                        if (passes[^1].IsProbe) probeUntil = DateTimeOffset.MinValue;
                        passes.RemoveAt(passes.Count - 1);
                        break;
                    case 5 or 6 when passes.Count > 0:
                        breaker.Failed(passes[0], "x", now);
                        // A failure never makes it better.
                        Assert.True(breaker.Look(now).State >= before.State);
                        if (passes[0].IsProbe) probeUntil = DateTimeOffset.MinValue;
                        passes.RemoveAt(0);
                        break;
                    case 7:
                        breaker.Rest("rest", now.AddSeconds(3), now);
                        Assert.Equal(BreakerState.Open, breaker.Look(now).State);
                        break;
                    default:
                        now = now.AddSeconds(step == 8 ? 1 : 7);
                        // Time alone never opens it, and its share only grows.
                        var after = breaker.Look(now);
                        Assert.False(before.State == BreakerState.Closed && after.State != BreakerState.Closed);
                        if (before.State == BreakerState.Closed) Assert.True(after.Share >= before.Share);
                        break;
                }

                Assert.InRange(breaker.Look(now).Share, BreakerSettings.FirstShare, 1);
                Assert.InRange(breaker.Look(now).ErrorRate, 0, 1);
            }
        }));

    private void Open() => Fail(BreakerSettings.Consecutive);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(_breaker.TryPass(_now, forced: false, out var pass));
            _breaker.Failed(pass, "x", _now);
        }
    }

    private void Succeed()
    {
        Assert.True(_breaker.TryPass(_now, forced: false, out var pass));
        _breaker.Succeeded(pass, _now);
    }
}
