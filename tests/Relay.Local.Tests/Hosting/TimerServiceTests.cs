using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Relay.Local.Hosting;

namespace Relay.Local.Tests.Hosting;

public sealed partial class TimerServiceTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly Runs _runs;
    private readonly ServiceProvider _services;

    public TimerServiceTests()
    {
        _runs = new Runs(_time);
        _services = new ServiceCollection().AddSingleton(_runs).BuildServiceProvider();
    }

    [Fact]
    public async Task ATimer_RunsEachTimeItIsDue_AndNotBefore()
    {
        using var service = await StartAsync(typeof(EveryMinute));

        await AdvanceAsync(Minute - TimeSpan.FromTicks(1));
        Assert.Empty(_runs.Times);
        await AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Equal(Minute, await NextRunAsync());
        await AdvanceAsync(Minute);
        Assert.Equal(2 * Minute, await NextRunAsync());
    }

    [Fact]
    public async Task AScheduleYearsAway_IsWaitedFor()
    {
        using var service = await StartAsync(typeof(OnLeapDay));

        await AdvanceAsync(TimeSpan.FromDays(700));
        await AdvanceAsync(new DateTime(2028, 2, 29) - _time.GetUtcNow().UtcDateTime);

        Assert.Equal(new DateTime(2028, 2, 29) - new DateTime(2026, 1, 1), await NextRunAsync());
    }

    [Fact]
    public async Task RunOnStartup_RunsAtOnce_AndThenOnSchedule()
    {
        using var service = await StartAsync(typeof(AtStartup));

        Assert.Equal(TimeSpan.Zero, await NextRunAsync());
        await AdvanceAsync(Minute);
        Assert.Equal(Minute, await NextRunAsync());
    }

    [Fact]
    public async Task ATimerThatThrows_RunsAgainWhenItIsNextDue()
    {
        using var service = await StartAsync(typeof(Throwing));

        await AdvanceAsync(Minute);
        Assert.Equal(Minute, await NextRunAsync());
        await AdvanceAsync(Minute);
        Assert.Equal(2 * Minute, await NextRunAsync());
    }

    [Fact]
    public async Task ATimerThatRunsLongerThanItsInterval_NeverOverlapsItself_AndLeavesOutWhatItMissed()
    {
        using var service = await StartAsync(typeof(Long));

        await AdvanceAsync(Minute);
        Assert.Equal(Minute, await NextRunAsync());
        // It still runs, so nothing but its time-out is armed.
        _time.Advance(2.5 * Minute);
        _runs.Finish.SetResult();
        await AdvanceAsync(Minute / 2);

        Assert.Equal(4 * Minute, await NextRunAsync());
        Assert.Equal(1, _runs.MostAtOnce);
    }

    [Fact]
    public async Task ATimerPastTheFunctionTimeout_IsCancelled_AndRunsAgain()
    {
        using var service = await StartAsync(typeof(Long));
        await AdvanceAsync(Minute);
        await NextRunAsync();

        _time.Advance(TimeSpan.FromMinutes(30));
        await AdvanceAsync(Minute);

        Assert.Equal(32 * Minute, await NextRunAsync());
    }

    [Fact]
    public async Task Stopping_CancelsWhatRuns_WaitsForIt_AndRunsNothingMore()
    {
        using var service = await StartAsync(typeof(Long), typeof(EveryMinute));
        await _time.WaitForTimersAsync(2, Minute).WaitAsync(Soon, TestContext.Current.CancellationToken);
        _time.Advance(Minute);
        await NextRunAsync();
        await NextRunAsync();

        await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, _runs.AtOnce);
        _time.Advance(10 * Minute);
        Assert.Empty(_runs.Times);
    }

    [Fact]
    public async Task ATimerThatWillNotStop_IsLeftWhenTheGraceIsOver()
    {
        using var service = await StartAsync(typeof(Deaf));
        await AdvanceAsync(Minute);
        await NextRunAsync();

        await service.StopAsync(new CancellationToken(canceled: true))
            .WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<TimerService> StartAsync(params Type[] types)
    {
        var service = new TimerService(
            FunctionCatalog.Of(types),
            HostJson.Default,
            _services.GetRequiredService<IServiceScopeFactory>(),
            _time,
            NullLogger<TimerService>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Moves the clock when the timer's loop has gone to sleep.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        await _time.WaitForTimerAsync(Minute).WaitAsync(Soon, TestContext.Current.CancellationToken);
        _time.Advance(by);
    }

    private async Task<TimeSpan> NextRunAsync()
    {
        await _runs.Started.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.True(_runs.Times.TryDequeue(out var at));
        return at;
    }
}
