using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Relay.Forwarding;
using Relay.Health;
using Relay.Local.Tests.Running;
using Relay.Routing;

namespace Relay.Local.Tests.Wire;

/// <summary>A probe that is refused with a key of old asks for the new one, as a call does, before the account is out.</summary>
public sealed class RotatedSecretProbeTests
{
    private const string Secret = "SANDBOX_API_KEY";
    private const string Chat = """{"choices":[{"index":0,"message":{"role":"assistant","content":"H"},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":1}}""";

    [Theory(Timeout = 60_000)]
    [InlineData(false, true, BreakerState.Closed)]
    [InlineData(true, true, BreakerState.Closed)]
    [InlineData(false, false, BreakerState.Open)]
    [InlineData(true, false, BreakerState.Open)]
    internal async Task AKeyThatWasRotated_DoesNotTakeTheAccountOut_AndABadOneDoes(bool tokens, bool isNewGood, BreakerState state)
    {
        IConfiguration? secrets = null;
        await using var upstream = RawUpstream.Start((request, stream, cancellationToken) =>
        {
            // The key is changed while the old one is under way.
            secrets![Secret] = "new";
            var isGood = isNewGood && request.Contains("Bearer new\r\n", StringComparison.Ordinal);
            var answer = isGood ? RawUpstream.Json(tokens ? Chat : """{"data":[]}""") : RawUpstream.Json("{}", "401 No");
            return stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask();
        });
        await using var relay = await RunningRelay.StartAsync($$"""
            {"accounts":[{"id":"up0","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"{{Secret}}","models":["m"],
              "max_concurrency":1{{(tokens ? ",\"probe\":{\"model\":\"tiny\"}" : "")}} }]}
            """);
        secrets = relay.Relay.Services.GetRequiredService<IConfiguration>();
        var old = secrets[Secret];
        var health = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0");
        health.LastUsed = DateTimeOffset.UnixEpoch;

        await relay.Relay.Services.GetRequiredService<Probe>().RunAsync(TestContext.Current.CancellationToken);

        // The new one is tried once, and no more often.
        Assert.Equal([old, "new"], upstream.Requests.Select(static request => request.Split("Bearer ")[1].Split("\r\n")[0]));
        Assert.Equal(state, health.Breaker.Look(TimeProvider.System.GetUtcNow()).State);
        Assert.Equal(0, health.Slots.InFlight(DateTimeOffset.MinValue));
        if (!tokens) return;
        var record = Assert.Single(await relay.RecordsAsync());
        Assert.Equal(
            ["401", isNewGood ? "200" : "401"],
            record.GetProperty("attempts").EnumerateArray().Select(static attempt => attempt.GetProperty("status").GetInt32().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(isNewGood ? "completed" : "failed", record.GetProperty("outcome").GetString());
    }
}
