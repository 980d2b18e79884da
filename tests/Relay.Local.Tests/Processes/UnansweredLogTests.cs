using System.Net;

namespace Relay.Local.Tests.Processes;

/// <summary>The line that an alert of a deployment looks for (infra/queries/no-healthy-account.kql).</summary>
public sealed class UnansweredLogTests : IDisposable
{
    private const string Line = " for m was answered by no account; its caller got status 503 (upstream_account).";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-log-");

    [Theory(Timeout = 60_000)]
    [InlineData("401 Unauthorized", HttpStatusCode.ServiceUnavailable, true)]
    [InlineData("422 Unprocessable", HttpStatusCode.UnprocessableEntity, false)]
    public async Task ACallThatNoAccountAnswered_IsLogged_AndACallersMistakeIsNot(string answer, HttpStatusCode status, bool logged)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"error":{"message":"no","code":"c"}}""", answer));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"), $$"""
            {
              "accounts": [{"id":"up","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up","model":"real"}]}],
              "prices": [{"model":"real","input":1000,"output":2000}]
            }
            """, TestContext.Current.CancellationToken);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName);

        using (var client = relay.ClientOf(relay.RelayKey))
        using (var body = new StringContent("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}"""))
        {
            using var response = await client.PostAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
        }

        await relay.SignalAsync("INT");
        await relay.ExitAsync();
        Assert.Equal(logged, relay.Output.Contains(Line, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallThatWasRefused_IsLogged_AndNoModelsNameEndsTheLine()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "relay.json"), """{"accounts":[]}""", TestContext.Current.CancellationToken);
        await using var relay = await RelayProcess.StartAsync(_folder.FullName);
        string id;
        using (var client = relay.ClientOf(relay.RelayKey))
        using (var body = new StringContent("""{"model":"gone\nrelay-0 for x","messages":[{"role":"user","content":"Hi"}]}"""))
        {
            using var response = await client.PostAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            id = response.Headers.GetValues("x-relay-call-id").Single();
        }

        await relay.SignalAsync("INT");
        await relay.ExitAsync();
        Assert.Contains(
            $"{id} for gone\\nrelay-0 for x was refused with status 404 (model_not_found); no account was asked.", relay.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
