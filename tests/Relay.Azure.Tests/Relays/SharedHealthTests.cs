using System.Net;
using System.Text.Json;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>What one relay learns of an account, another on the same storage account knows.</summary>
public sealed class SharedHealthTests(ITestOutputHelper output)
{
    private const int Rounds = 5;

    // A relay that learns once a second needs a second and two round trips to storage.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task AnAccountThatOneOpened_IsAvoidedByTheOther_WithinTwoSeconds()
    {
        await using var refusing = RawUpstream.Start(RawUpstream.Json("{}", "401 No"));
        await using var good = RawUpstream.Start(RawUpstream.Json("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}"""));
        await using var account = await RelayAccount.StartAsync();
        await using var one = await account.StartRelayAsync(config: Config(refusing, good));
        await using var other = await account.StartRelayAsync();
        using var caller = one.ClientOf(one.RelayKey);
        using var otherCaller = other.ClientOf(one.RelayKey);
        using var admin = one.ClientOf(one.AdminKey);
        using var otherAdmin = other.ClientOf(one.AdminKey);

        // Each relay says itself since when the account is open to it, on the clock that both have. A machine that has much else to
        // do may be late once, but not each time.
        var took = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds && took > Promised; round++)
        {
            Assert.Null(await OpenSinceAsync(otherAdmin, round));
            Assert.Equal("good", await AccountOfAsync(caller, round));
            var opened = await OpenSinceAsync(admin, round);
            DateTimeOffset? learnt;
            using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while ((learnt = await OpenSinceAsync(otherAdmin, round)) is null) await looks.WaitForNextTickAsync(Stop);
            took = learnt.Value - opened!.Value;
            output.WriteLine($"known after {took.TotalMilliseconds:0} ms");
            Assert.Equal("good", await AccountOfAsync(otherCaller, round));
            // It was asked by one only.
            Assert.Equal(round + 1, refusing.Requests.Count);
        }

        Assert.InRange(took, TimeSpan.Zero, Promised);
    }

    // An account and a model for each round.
    private static string Config(RawUpstream refusing, RawUpstream good) => $$"""
        {
          "accounts": [{"id":"good","provider":"sandbox","base_url":"{{good.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]},
            {{string.Join(',', Enumerable.Range(0, Rounds).Select(round =>
                $$"""{"id":"bad{{round}}","provider":"sandbox","base_url":"{{refusing.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
          "models": [{{string.Join(',', Enumerable.Range(0, Rounds).Select(round =>
              $$"""{"name":"m{{round}}","targets":[{"account":"bad{{round}}"},{"account":"good","priority":1}]}"""))}}]
        }
        """;

    private static async Task<string> AccountOfAsync(HttpClient caller, int round)
    {
        using var body = new StringContent($$"""{"model":"m{{round}}","messages":[]}""", null, "application/json");
        using var answer = await caller.PostAsync("/v1/chat/completions", body, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.GetValues("x-relay-account").Single();
    }

    // Null while it is not open.
    private static async Task<DateTimeOffset?> OpenSinceAsync(HttpClient admin, int round)
    {
        using var json = JsonDocument.Parse(await admin.GetStringAsync("/api/accounts", Stop));
        var account = json.RootElement.GetProperty("data").EnumerateArray().Single(account => account.GetProperty("id").GetString() == $"bad{round}");
        return account.GetProperty("state").GetString() == "open" ? account.GetProperty("since").GetDateTimeOffset() : null;
    }
}
