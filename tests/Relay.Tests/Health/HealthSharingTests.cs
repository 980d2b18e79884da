using Microsoft.Extensions.Logging.Abstractions;
using Relay.Health;
using Relay.Ledger.Prices;
using Relay.Routing;
using Relay.Routing.Config;
using Relay.Testing.Storage;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Health;

public sealed class HealthSharingTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestTables _store = new();
    private readonly ConfigSource _config;
    private readonly HealthBook _here;
    private readonly HealthBook _there;
    private readonly HealthSharing _telling;
    private readonly HealthSharing _learning;
    private readonly Target _target = Configs.Snapshot("""{"accounts":[{"id":"a","provider":"openai","models":["m"]}]}""").Find("m")!.Targets[0];

    public HealthSharingTests()
    {
        _config = new(new ConfigStore(_store, _time), EnvironmentAccounts.None, PriceBook.Default, NullLogger<ConfigSource>.Instance);
        _here = new HealthBook(_time, new(NullLogger<HealthLog>.Instance));
        _there = new HealthBook(_time, new(NullLogger<HealthLog>.Instance));
        _telling = new HealthSharing(_here, _config, _store, TestIds.Make(_time, 1), _time, NullLogger<HealthSharing>.Instance);
        _learning = new HealthSharing(_there, _config, _store, TestIds.Make(_time, 2), _time, NullLogger<HealthSharing>.Instance);
    }

    public void Dispose() => _config.Dispose();

    [Fact(Timeout = 20_000)]
    public async Task WhatIsOpenHere_IsOpenThere_AndSoIsItsEnd()
    {
        Fail(_here);
        await ShareAsync();

        Assert.Equal((BreakerState.Open, "upstream_account"), (_there.Of(_target).State, _there.Of(_target).Reason));
        // What was learnt is not told on, or it would never end.
        await _learning.TellAsync(TestContext.Current.CancellationToken);
        Assert.Single(_store.Rows(HealthRow.Table));

        _here.Account("a").Breaker.ProbeSucceeded(_time.GetUtcNow());
        await ShareAsync();

        Assert.Empty(_store.Rows(HealthRow.Table));
        Assert.Equal(BreakerState.HalfOpen, _there.Of(_target).State);
    }

    [Fact(Timeout = 20_000)]
    public async Task NothingIsWritten_WhileNothingChanges()
    {
        Fail(_here);
        var writes = 0;
        _store.BeforeWrite = (_, _) =>
        {
            writes++;
            return Task.CompletedTask;
        };

        for (var i = 0; i < 3; i++) await ShareAsync();

        Assert.Equal(1, writes);
    }

    [Fact(Timeout = 20_000)]
    public async Task AnOwnSuccessSince_WeighsMore()
    {
        Fail(_here);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        using (var lease = _there.TryBegin(_target, TimeSpan.FromMinutes(1), forced: false)) lease!.Succeeded();

        await ShareAsync();

        Assert.Equal(BreakerState.Closed, _there.Of(_target).State);
    }

    [Fact(Timeout = 20_000)]
    public async Task RowsOfAnInstanceThatIsGone_AreTakenAway()
    {
        Fail(_here);
        await _telling.TellAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromHours(1));

        await _learning.LearnAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_store.Rows(HealthRow.Table));
        Assert.Equal(BreakerState.Closed, _there.Of(_target).State);
    }

    [Fact(Timeout = 20_000)]
    public async Task Running_ItTellsAtOnce_AndLearnsWithinASecond()
    {
        await _config.GetAsync(TestContext.Current.CancellationToken);
        await _telling.StartAsync(TestContext.Current.CancellationToken);
        await _learning.StartAsync(TestContext.Current.CancellationToken);
        await _time.WaitForTimersAsync(2, HealthSharing.Interval);
        var written = new TaskCompletionSource();
        _store.AfterWrite = (_, _) =>
        {
            written.TrySetResult();
            return Task.CompletedTask;
        };

        Fail(_here);
        await written.Task.WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(HealthSharing.Interval);
        await Poll.UntilAsync(() => _there.Of(_target).State == BreakerState.Open);

        await _telling.StopAsync(TestContext.Current.CancellationToken);
        await _learning.StopAsync(TestContext.Current.CancellationToken);
    }

    private void Fail(HealthBook book)
    {
        using var lease = book.TryBegin(_target, TimeSpan.FromMinutes(1), forced: false);
        lease!.Failed(HealthEffect.TakesAccountOut, "upstream_account", null);
    }

    private async Task ShareAsync()
    {
        await _telling.TellAsync(TestContext.Current.CancellationToken);
        await _learning.LearnAsync(TestContext.Current.CancellationToken);
    }
}
