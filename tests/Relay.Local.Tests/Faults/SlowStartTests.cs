using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults;

/// <summary>An account that comes back gets a tenth of its usual part of the calls, and all of it a minute later.</summary>
public sealed class SlowStartTests
{
    private const int Calls = 200;

    // With a share s beside an account that is well, s ∕ (1 + s) of the calls: a tenth makes 18 of 200, and a little more as time goes on.
    [Theory(Timeout = 60_000)]
    [InlineData("score", 0, 5, 50)]
    [InlineData("score", 30, 50, 95)]
    [InlineData("score", 61, 80, 120)]
    [InlineData("weighted", 0, 5, 50)]
    [InlineData("weighted", 61, 80, 120)]
    public async Task ItsPart_GrowsBack(string strategy, int secondsAfter, int least, int most)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var time = new ShiftedTime();
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [
                {"id":"one","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]},
                {"id":"two","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}],
              "models": [{"name":"m","strategy":"{{strategy}}","targets":[{"account":"one","model":"sandbox"},{"account":"two","model":"sandbox"}]}]
            }
            """, time);
        relay.Relay.Services.GetRequiredService<HealthBook>().Account("one").Breaker
            .TakeOut("upstream_account", BreakerSettings.FirstOut, BreakerSettings.LongestOut, time.GetUtcNow());
        Assert.All(await CallAsync(relay, Calls / 4), account => Assert.Equal("two", account));

        // Out no more, it waits for a probe, and this call is the probe.
        time.Advance(BreakerSettings.FirstOut);
        relay.Http.DefaultRequestHeaders.Add("x-relay-only", "one");
        Assert.Equal(["one"], await CallAsync(relay, 1));
        relay.Http.DefaultRequestHeaders.Remove("x-relay-only");
        time.Advance(TimeSpan.FromSeconds(secondsAfter));

        Assert.InRange((await CallAsync(relay, Calls)).Count(account => account == "one"), least, most);
    }

    // Each call is a session of its own.
    private static async Task<IReadOnlyList<string>> CallAsync(RunningRelay relay, int count)
    {
        var accounts = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            using var response = await relay.ChatAsync($$"""{"model":"m","user":"session {{i}}","messages":[{"role":"user","content":"Hello"}]}""");
            Assert.True(response.IsSuccessStatusCode);
            await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            accounts.Add(response.Headers.GetValues("x-relay-account").Single());
        }

        return accounts;
    }
}
