using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;
using Relay.Routing;

namespace Relay.Local.Tests.Faults;

/// <summary>When a slow first target is waited for all the same: the share is used up, or the second is coming back.</summary>
public sealed class HedgeLimitTests
{
    // Far later than any hedge begins; how late it really is decides nothing.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(700);

    private bool _silent;

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoMoreThanTheShareOfCalls_IsSentTwice(bool stream)
    {
        await using var slow = SlowOrSilent(stream);
        await using var fast = RawUpstream.Start(Answer(stream, "fast"));
        await using var relay = await StartAsync(slow, fast);

        for (var call = 1; call <= 10; call++)
        {
            // Of three tenths each call brings, the 4th, the 7th and the 10th make a whole one.
            var isHedged = call is 4 or 7 or 10;
            _silent = isHedged;
            MakeImpatient(relay, stream);
            using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Contains(isHedged ? "fast" : "slow", body, StringComparison.Ordinal);
            var attempts = (await relay.RecordAsync(response)).GetProperty("attempts");
            Assert.Equal(isHedged ? 2 : 1, attempts.GetArrayLength());
        }

        Assert.Equal((10, 3), (slow.Requests.Count, fast.Requests.Count));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheOneCallThatATargetLetsThroughAsItComesBack_IsNoHedge(bool stream)
    {
        await using var slow = SlowOrSilent(stream);
        await using var other = RawUpstream.Start(Answer(stream, "fast"));
        await using var relay = await StartAsync(slow, other, share: "1");
        var breaker = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up1").Breaker;
        breaker.TakeOut("x", TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow());
        breaker.ProbeSucceeded(TimeProvider.System.GetUtcNow());
        MakeImpatient(relay, stream);

        using var waited = await relay.ChatAsync(FaultRelay.Body("m", stream));

        Assert.Contains("slow", await waited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Equal(BreakerState.HalfOpen, breaker.Look(TimeProvider.System.GetUtcNow()).State);

        // The same call is sent there too once it is back.
        Assert.True(breaker.TryPass(TimeProvider.System.GetUtcNow(), forced: false, out var probe));
        breaker.Succeeded(probe, TimeProvider.System.GetUtcNow());
        _silent = true;
        MakeImpatient(relay, stream);
        using var hedged = await relay.ChatAsync(FaultRelay.Body("m", stream));
        Assert.Contains("fast", await hedged.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private RawUpstream SlowOrSilent(bool stream) => RawUpstream.Start(async (_, socket, cancellationToken) =>
    {
        await Task.Delay(_silent ? Timeout.InfiniteTimeSpan : Slow, TimeProvider.System, cancellationToken);
        await socket.WriteAsync(Encoding.UTF8.GetBytes(Answer(stream, "slow")), cancellationToken);
    });

    private static Task<RunningRelay> StartAsync(RawUpstream first, RawUpstream second, string share = "0.3") => RunningRelay.StartAsync($$"""
        {
          "accounts": [{"id":"up0","provider":"sandbox","base_url":"{{first.BaseUrl}}","secret":"SANDBOX_API_KEY"},
                       {"id":"up1","provider":"sandbox","base_url":"{{second.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","hedge":{"max_share":{{share}}},"targets":[{"account":"up0","model":"real"},{"account":"up1","model":"real","priority":1}]}]
        }
        """);

    // All that is known of the first target's times is that they are short, so that any wait is late.
    private static void MakeImpatient(RunningRelay relay, bool stream)
    {
        var model = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Model("real");
        for (var i = 0; i < RecentTimes.Most; i++) model.Note(stream, TimeSpan.FromMilliseconds(1));
    }

    private static string Answer(bool stream, string text) => stream
        ? RawUpstream.Events($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}]}}\n\ndata: [DONE]\n\n")
        : RawUpstream.Json($"{{\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}]}}");
}
