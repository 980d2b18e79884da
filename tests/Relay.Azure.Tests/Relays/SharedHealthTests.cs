using System.Net;
using System.Text.Json;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Relays;

/// <summary>What one relay learns of an account, another on the same storage account knows.</summary>
public sealed class SharedHealthTests(ITestOutputHelper output)
{
    // What is promised for it to be known everywhere; a machine that is busy is given as much again.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task AnAccountThatOneOpened_IsAvoidedByTheOther_WithinTwoSeconds()
    {
        await using var refusing = RawUpstream.Start(RawUpstream.Json("{}", "401 No"));
        await using var good = RawUpstream.Start(RawUpstream.Json("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}"""));
        await using var account = await RelayAccount.StartAsync();
        await using var one = await account.StartRelayAsync(config: $$"""
            {
              "accounts": [
                {"id":"refusing","provider":"sandbox","base_url":"{{refusing.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]},
                {"id":"good","provider":"sandbox","base_url":"{{good.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}],
              "models": [{"name":"sandbox","targets":[{"account":"refusing"},{"account":"good","priority":1}]}]
            }
            """);
        await using var other = await account.StartRelayAsync();
        using var caller = one.ClientOf(one.RelayKey);
        using var otherCaller = other.ClientOf(one.RelayKey);
        using var otherAdmin = other.ClientOf(one.AdminKey);
        Assert.Equal("closed", await StateAsync(otherAdmin));

        Assert.Equal(HttpStatusCode.OK, await RelayAccount.StatusAsync(caller));
        var since = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await StateAsync(otherAdmin) != "open") await looks.WaitForNextTickAsync(Stop);
        var took = TimeProvider.System.GetElapsedTime(since);
        output.WriteLine($"known after {took.TotalMilliseconds:0} ms");

        Assert.InRange(took, TimeSpan.Zero, Promised * 2);
        using var answer = await RelayAccount.ChatAsync(otherCaller);
        Assert.Equal("good", answer.Headers.GetValues("x-relay-account").Single());
        Assert.Single(refusing.Requests);
    }

    private static async Task<string?> StateAsync(HttpClient admin)
    {
        using var json = JsonDocument.Parse(await admin.GetStringAsync("/api/accounts", Stop));
        return json.RootElement.GetProperty("data").EnumerateArray()
            .Single(account => account.GetProperty("id").GetString() == "refusing").GetProperty("state").GetString();
    }
}
