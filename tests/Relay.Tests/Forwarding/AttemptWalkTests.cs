using Relay.Forwarding;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Forwarding;

public sealed class AttemptWalkTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<Target> _targets = Configs.Snapshot("""
        {"accounts":[{"id":"a","provider":"openai"},{"id":"b","provider":"openai"}],
         "models":[{"name":"m","targets":[{"account":"a"},{"account":"b"}]}]}
        """).Find("m")!.Targets;

    [Fact]
    public void EachTarget_IsTriedOnce_ThenThoseWhoseFailureMayPass_OnceMore()
    {
        var walk = new AttemptWalk(_targets, Hour, () => 0);
        var tried = new List<string>();
        while (walk.Next(TimeSpan.Zero, out _, out _) is { } target)
        {
            tried.Add(target.Account.Id);
            walk.Failed(target, mayPass: target.Account.Id == "b", null, TimeSpan.Zero);
        }

        Assert.Equal(["a", "b", "b"], tried);
    }

    [Fact]
    public void OfMany_ThreeAreTriedOnceMore()
    {
        var many = Configs.Snapshot($$"""
            {"accounts":[{{string.Join(',', Enumerable.Range(0, 9).Select(i => $$"""{"id":"a{{i}}","provider":"openai"}"""))}}],
             "models":[{"name":"m","targets":[{{string.Join(',', Enumerable.Range(0, 9).Select(i => $$"""{"account":"a{{i}}"}"""))}}]}]}
            """).Find("m")!.Targets;
        var walk = new AttemptWalk(many, Hour, () => 0);
        var tried = 0;
        for (; walk.Next(TimeSpan.Zero, out _, out _) is { } target; tried++) walk.Failed(target, true, null, TimeSpan.Zero);

        Assert.Equal(9 + AttemptWalk.MostAgain, tried);
    }

    [Fact]
    public void NothingIsWaited_WhileAnotherTargetIsLeft()
    {
        var walk = new AttemptWalk(_targets, Hour, () => 0.5);
        walk.Failed(walk.Next(TimeSpan.Zero, out var first, out _)!, true, TimeSpan.FromSeconds(2), TimeSpan.Zero);
        walk.Failed(walk.Next(TimeSpan.Zero, out var second, out _)!, true, null, TimeSpan.Zero);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (first, second));
        Assert.Equal("b", walk.Next(TimeSpan.Zero, out var third, out _)!.Account.Id);
        Assert.Equal(TimeSpan.FromMilliseconds(250), third);
        Assert.Equal("a", walk.Next(TimeSpan.FromSeconds(0.5), out var fourth, out _)!.Account.Id);
        Assert.Equal(TimeSpan.FromSeconds(1.5), fourth);
    }

    [Fact]
    public void WhatWantsALongWait_OrMoreThanTheTimeThatIsLeft_IsNotTriedAgain()
    {
        var walk = new AttemptWalk(_targets, TimeSpan.FromSeconds(3), () => 0.5);
        walk.Failed(walk.Next(TimeSpan.Zero, out _, out _)!, true, TimeSpan.FromSeconds(6), TimeSpan.Zero);
        walk.Failed(walk.Next(TimeSpan.Zero, out _, out _)!, true, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        Assert.Null(walk.Next(TimeSpan.FromSeconds(2), out _, out _));
    }

    [Fact]
    public void ATargetThatIsHeldBack_IsTriedWhenNothingElseIsLeft()
    {
        var walk = new AttemptWalk(_targets, Hour, () => 0);
        walk.HoldBack(walk.Next(TimeSpan.Zero, out _, out var first)!);
        walk.Failed(walk.Next(TimeSpan.Zero, out _, out var second)!, false, null, TimeSpan.Zero);

        Assert.Equal("a", walk.Next(TimeSpan.Zero, out _, out var third)!.Account.Id);
        Assert.Equal((false, false, true), (first, second, third));
    }

    [Fact]
    public void ANewSecret_IsWorthOneTryMore()
    {
        var walk = new AttemptWalk(_targets, Hour, () => 0);
        var target = walk.Next(TimeSpan.Zero, out _, out _)!;

        Assert.True(walk.TryAgainNow(target));
        Assert.Same(target, walk.Next(TimeSpan.Zero, out _, out _));
        Assert.False(walk.TryAgainNow(target));
    }
}
