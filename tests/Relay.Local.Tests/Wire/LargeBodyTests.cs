using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A body that a provider does not take all of: its caller's trouble, and nobody else's.</summary>
public sealed class LargeBodyTests
{
    [Fact(Timeout = 60_000)]
    public async Task AProviderThatClosesInItsMidst_StaysInUse()
    {
        await using var upstream = ClosingUpstream.Start();
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up","model":"real"}]}]
            }
            """);
        var before = await ShareAsync(relay);

        for (var i = 0; i < 6; i++)
        {
            using var content = new StringContent(
                $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('a', 16 * 1024 * 1024)}}"}]}""", Encoding.UTF8, "application/json");
            using var response = await relay.Http.PostAsync("/v1/chat/completions", content, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((502, true), ((int)response.StatusCode, body.Contains("\"upstream_closed\"", StringComparison.Ordinal)));
        }

        Assert.Equal(before, await ShareAsync(relay));
        Assert.All(await relay.RecordsAsync(6), static record => Assert.Equal(0, record.GetProperty("cost_nano_usd").GetInt64()));
    }

    private static async Task<string> ShareAsync(RunningRelay relay)
    {
        using var response = await relay.Admin.PostAsync(
            "/api/route/explain", new StringContent("""{"model":"m"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var json = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var candidate = json.GetProperty("plan")[0];
        return $"{candidate.GetProperty("standing").GetString()} {candidate.GetProperty("terms").GetProperty("share").GetDouble()} {candidate.GetProperty("terms").GetProperty("success").GetDouble()}";
    }
}
