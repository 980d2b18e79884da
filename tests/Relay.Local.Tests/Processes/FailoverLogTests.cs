using System.Net;

namespace Relay.Local.Tests.Processes;

/// <summary>What the log says of a call that was not answered by the first account.</summary>
public sealed class FailoverLogTests : IDisposable
{
    private const string Answer = """{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-failover-");

    [Fact(Timeout = 60_000)]
    public async Task EachAttemptThatFailed_HasALine_AndAnAccountThatIsOutAWarning()
    {
        await using var refusing = RawUpstream.Start(RawUpstream.Json("""{"error":{"message":"no","code":"c"}}""", "401 Unauthorized"));
        await using var answering = RawUpstream.Start(RawUpstream.Json(Answer));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"), $$"""
            {
              "accounts": [
                {"id":"gone","provider":"sandbox","base_url":"http://127.0.0.1:1/v1","secret":"SANDBOX_API_KEY"},
                {"id":"refusing","provider":"sandbox","base_url":"{{refusing.BaseUrl}}","secret":"SANDBOX_API_KEY"},
                {"id":"answering","provider":"sandbox","base_url":"{{answering.BaseUrl}}","secret":"SANDBOX_API_KEY"}
              ],
              "models": [{"name":"m","targets":[
                {"account":"gone","model":"real"},
                {"account":"refusing","model":"real","priority":1},
                {"account":"answering","model":"real","priority":2}]}],
              "prices": [{"model":"real","input":1000,"output":2000}]
            }
            """, TestContext.Current.CancellationToken);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName);

        string id;
        using (var client = relay.ClientOf(relay.RelayKey))
        using (var body = new StringContent("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}"""))
        {
            using var response = await client.PostAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            id = response.Headers.GetValues("x-relay-call-id").Single();
        }

        await relay.SignalAsync("INT");
        await relay.ExitAsync();
        Assert.Matches($@"{id} failed at the account gone with real: status none \(upstream_unreachable\) after \d+ ms\.", relay.Output);
        Assert.Matches($@"{id} failed at the account refusing with real: status 401 \(upstream_account\) after \d+ ms\.", relay.Output);
        // A line each, with its time in UTC.
        Assert.Matches(
            @"(?m)^\d\d:\d\d:\d\d\.\d{3}Z warn: .*The account refusing is left out until \S+ \d\d:\d\d:\d\dZ \(upstream_account\)\.", relay.Output);
        Assert.DoesNotContain("account answering", relay.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("account gone is left out", relay.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
