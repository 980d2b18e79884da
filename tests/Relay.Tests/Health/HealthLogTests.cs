using Relay.Health;
using Relay.Routing;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Health;

/// <summary>What is said of accounts and models that go and come back.</summary>
public sealed class HealthLogTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LogLines<HealthLog> _log = new();
    private readonly HealthBook _book;

    public HealthLogTests() => _book = new(_time, new(_log));

    [Fact]
    public void AModelThatFails_IsSaidToBeOut_AndToBeBack_OnceEach()
    {
        for (var i = 0; i < BreakerSettings.Consecutive + 2; i++) Fail("m", HealthEffect.CountsAgainstModel, null);
        AssertSaid($"Warning The model m of the account a is left out until {In(BreakerSettings.FirstOpen)} (x). ");

        _time.Advance(BreakerSettings.FirstOpen);
        Assert.Empty(_log.Lines);
        Succeed("m");
        AssertSaid("Information The model m of the account a is back. ");
        Succeed("m");
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void AnAccountThatIsRefused_IsSaidToBeOut_AndToBeBack_OnceEach()
    {
        Fail("m", HealthEffect.TakesAccountOut, null);
        Fail("m", HealthEffect.TakesAccountOut, null);
        AssertSaid($"Warning The account a is left out until {In(BreakerSettings.FirstOut)} (x). ");

        _time.Advance(BreakerSettings.FirstOut);
        Succeed("m");
        AssertSaid("Information The account a is back. ");
    }

    [Fact]
    public void ARest_IsOverWithTheFirstCallThatGoesWell()
    {
        var rest = TimeSpan.FromSeconds(20);
        Fail("m", HealthEffect.CoolsModel, rest);
        AssertSaid($"Warning The model m of the account a is left out until {In(rest)} (x). ");

        _time.Advance(rest);
        Assert.Equal(BreakerState.Closed, _book.Of(Target("m")).State);
        Assert.Empty(_log.Lines);
        Succeed("m");
        AssertSaid("Information The model m of the account a is back. ");
    }

    [Fact]
    public void WhatAnotherInstanceFoundOut_IsItsToSay()
    {
        var now = _time.GetUtcNow();
        _book.Account("a").Breaker.Learn(now, now.AddSeconds(30), OpenedBy.Failures, "x", now);
        _book.Account("a").Breaker.Unlearn(now);
        Succeed("m");

        Assert.Equal(BreakerState.Closed, _book.Of(Target("m")).State);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void NoModelsName_EndsALine()
    {
        Fail("m\nThe account b is back.", HealthEffect.LeavesModelOut, null);
        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("Warning The model m\\nThe account b is back. of the account a", line, StringComparison.Ordinal);
    }

    private static Target Target(string model)
    {
        var config = Configs.Snapshot("""{"accounts":[{"id":"a","provider":"openai"}]}""");
        return config.TargetAt(config.Accounts.Single(), model);
    }

    private string In(TimeSpan time) => FormattableString.Invariant($"{_time.GetUtcNow() + time:u}");

    private void AssertSaid(string line)
    {
        Assert.Equal([line], _log.Lines);
        _log.Lines.Clear();
    }

    private void Fail(string model, HealthEffect effect, TimeSpan? retryAfter)
    {
        using var lease = _book.TryBegin(Target(model), TimeSpan.FromMinutes(1), forced: true)!;
        lease.Failed(effect, "x", retryAfter);
    }

    private void Succeed(string model)
    {
        using var lease = _book.TryBegin(Target(model), TimeSpan.FromMinutes(1), forced: false)!;
        lease.Succeeded();
    }
}
