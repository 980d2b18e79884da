using FsCheck;
using FsCheck.Fluent;
using Relay.Routing;

namespace Relay.Tests.Routing;

public sealed class ScoreTests
{
    [Fact]
    public void WhatNothingIsKnownOf_HasItsWeight_LessAMiddlingPrice() =>
        Assert.Equal(1.5, Score.Of(3, null, TargetHealth.Unknown).Value);

    [Theory]
    [InlineData(0.1, 0.6561)]
    [InlineData(0.5, 0.0625)]
    [InlineData(1, 0)]
    public void Errors_TakeAwayMoreThanTheirPart(double rate, double success) =>
        Assert.Equal(success, Score.Of(1, 0, TargetHealth.Unknown with { ErrorRate = rate }).Success, 6);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.2, 1)]
    [InlineData(0.1, 0.5)]
    [InlineData(0, 0)]
    public void Headroom_CountsOnlyWhenLittleIsLeft(double left, double term) =>
        Assert.Equal(term, Score.Of(1, 0, TargetHealth.Unknown with { Headroom = left }).Headroom, 6);

    [Theory]
    [InlineData(0.29, 1, false)]
    [InlineData(0.30, 1, true)]
    [InlineData(0, 0.05, false)]
    [InlineData(0, 0.04, true)]
    [InlineData(0.2, 0.1, true)]
    public void Strain_IsErrorsOrLimits(double rate, double left, bool strained) =>
        Assert.Equal(strained, Score.Of(1, null, TargetHealth.Unknown with { ErrorRate = rate, Headroom = left, InFlight = 1000, TimeToFirstToken = TimeSpan.FromHours(1) }).IsStrained);

    [Fact]
    public void EachTerm_IsMonotone_AndTheScoreWithIt() => ForAny((number, by) =>
    {
        var health = Healths.Of(number);
        var weight = new Random(number).NextDouble() * 1000;
        var price = new Random(~number).NextDouble() * 100;
        var score = Score.Of(weight, price, health).Value;
        Assert.InRange(score, 0, 1000);
        Assert.True(Score.Of(weight + by, price, health).Value >= score);
        Assert.True(Score.Of(weight, price + by, health).Value <= score);
        Assert.True(Score.Of(weight, price, health with { Share = Math.Min(1, health.Share + by) }).Value >= score);
        Assert.True(Score.Of(weight, price, health with { ErrorRate = Math.Min(1, health.ErrorRate + by) }).Value <= score);
        Assert.True(Score.Of(weight, price, health with { Headroom = Math.Min(1, health.Headroom + by) }).Value >= score);
        Assert.True(Score.Of(weight, price, health with { InFlight = health.InFlight + 1 }).Value <= score);
        var first = health.TimeToFirstToken ?? TimeSpan.Zero;
        Assert.True(Score.Of(weight, price, health with { TimeToFirstToken = first + TimeSpan.FromSeconds(by) }).Value
            <= Score.Of(weight, price, health with { TimeToFirstToken = first }).Value);
    });

    [Fact]
    public void EachTermAlone_ChangesTheScore()
    {
        var score = Score.Of(1, 1, TargetHealth.Unknown).Value;
        Assert.True(Score.Of(2, 1, TargetHealth.Unknown).Value > score);
        Assert.True(Score.Of(1, 2, TargetHealth.Unknown).Value < score);
        Assert.True(Score.Of(1, 1, TargetHealth.Unknown with { Share = 0.9 }).Value < score);
        Assert.True(Score.Of(1, 1, TargetHealth.Unknown with { ErrorRate = 0.01 }).Value < score);
        Assert.True(Score.Of(1, 1, TargetHealth.Unknown with { Headroom = 0.1 }).Value < score);
        Assert.True(Score.Of(1, 1, TargetHealth.Unknown with { InFlight = 1 }).Value < score);
        Assert.True(Score.Of(1, 1, TargetHealth.Unknown with { TimeToFirstToken = TimeSpan.FromMilliseconds(1) }).Value < score);
    }

    private static void ForAny(Action<int, double> check) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (number, by) => check(number, by.Get / 10.0))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500));
}
