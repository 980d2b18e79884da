using System.Net;
using System.Text.Json;

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

    [Fact(Timeout = 60_000)]
    public async Task ARefusedKey_IsLogged_WithTheCallsId_AndWithoutTheKey()
    {
        await using var relay = await RelayProcess.StartAsync(_folder.FullName);
        string disabled;
        using (var admin = relay.ClientOf(relay.AdminKey))
        using (var body = new StringContent("""{"name":"old"}"""))
        {
            using var made = await admin.PostAsync("/api/keys", body, TestContext.Current.CancellationToken);
            using var key = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            disabled = key.RootElement.GetProperty("key").GetString()!;
            using var change = new StringContent("""{"disabled":true}""");
            using var changed = await admin.PatchAsync($"/api/keys/{key.RootElement.GetProperty("id").GetString()}", change, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }

        var wrong = relay.RelayKey[..^4] + "0000";
        (string Id, string Said)[] calls =
        [
            (await CallAsync(relay, wrong), "401 (invalid_api_key)"),
            (await CallAsync(relay, "canary-no-key"), "401 (invalid_api_key)"),
            (await CallAsync(relay, null), "401 (missing_api_key)"),
            (await CallAsync(relay, disabled), "401 (disabled_api_key)"),
            (await CallAsync(relay, relay.AdminKey), "403 (wrong_key_role)"),
            (await CallAsync(relay, wrong, models: true), "401 (invalid_api_key)"),
            (await CallAsync(relay, relay.RelayKey), "400 (invalid_json)"),
        ];
        using (var caller = relay.ClientOf(relay.RelayKey))
        using (var keys = await caller.GetAsync("/api/keys", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Forbidden, keys.StatusCode);

        await relay.SignalAsync("INT");
        await relay.ExitAsync();
        Assert.All(calls, call => Assert.Contains($"{call.Id} was refused with status {call.Said}; no account was asked.", relay.Output, StringComparison.Ordinal));
        Assert.Contains("A request to the management API was refused with status 403 (wrong_key_role).", relay.Output, StringComparison.Ordinal);
        foreach (var key in new[] { wrong, disabled, "canary-no-key" })
            Assert.DoesNotContain(key, relay.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> CallAsync(RelayProcess relay, string? key, bool models = false)
    {
        using var client = new HttpClient { BaseAddress = relay.Url };
        using var request = models
            ? new HttpRequestMessage(HttpMethod.Get, "/v1/models")
            : new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent("{") };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.GetValues("x-relay-call-id").Single();
    }
}
