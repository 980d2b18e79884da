using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>What ends badly gives back what it held at its account.</summary>
public sealed class LeaseTests
{
    private const int Many = 50;

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ManyCallersThatLeave_OrDeadlinesThatPass_LeaveNoLeaseBehind(bool leave)
    {
        await using var upstream = RawUpstream.Start((_, _, cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        // Five run at a time, and the others wait: some leave the queue, too.
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"up0","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["m"],"max_concurrency":5}],
              "timeouts": {"first_byte_seconds":{{(leave ? "60" : "0.2")}},"total_seconds":60}
            }
            """);
        using var leaving = new CancellationTokenSource();
        var calls = Enumerable.Range(0, Many).Select(i => relay.ChatAsync(FaultRelay.Body("m", i % 2 == 0), leaving.Token)).ToList();
        var slots = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Slots;
        if (leave)
        {
            await Poll.UntilAsync(() => slots.InFlight(DateTimeOffset.MinValue) == 5);
            await leaving.CancelAsync();
        }

        foreach (var call in calls)
        {
            try
            {
                using var response = await call;
                Assert.Contains((int)response.StatusCode, (int[])[429, 504]);
                if ((int)response.StatusCode == 429) Assert.NotNull(response.Headers.RetryAfter);
            }
            catch (OperationCanceledException)
            {
                Assert.True(leave);
            }
        }

        await relay.IdleAsync();
    }
}
