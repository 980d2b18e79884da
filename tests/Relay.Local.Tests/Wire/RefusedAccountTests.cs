using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What providers say of the account under a status that others use for the caller's mistakes, and the other way round.</summary>
public sealed class RefusedAccountTests
{
    // As Gemini answers: https://github.com/Wei-Shaw/sub2api/issues/1709
    private const string BadKey = """{"error":{"code":400,"message":"API Key not found. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}""";
    private const string GeminiAnswer = """{"candidates":[{"content":{"role":"model","parts":[{"text":"a"}]},"finishReason":"STOP"}]}""";

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABadKeyOfGeminis_TakesItsAccountOut_AndTheNextAnswers(bool stream)
    {
        await using var bad = RawUpstream.Start(RawUpstream.Json(BadKey, "400 Bad Request"));
        await using var good = RawUpstream.Start(stream ? RawUpstream.Events($"data: {GeminiAnswer}\r\n\r\n") : RawUpstream.Json(GeminiAnswer));
        await using var relay = await RunningRelay.StartAsync([bad, good], provider: "google");
        for (var i = 0; i < 2; i++)
        {
            using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));
            Assert.Equal((200, "up1"), ((int)response.StatusCode, response.Headers.GetValues("x-relay-account").Single()));
            await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(bad.Requests);
        var account = await AccountAsync(relay);
        Assert.Equal(("open", "upstream_account"), (account.GetProperty("state").GetString(), account.GetProperty("reason").GetString()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("401 Unauthorized", "{}")]
    [InlineData("400 Bad Request", BadKey)]
    public async Task ASecretThatWasChanged_IsTriedAtOnce_AndNothingIsHeldAgainstTheAccount(string status, string body)
    {
        var tokens = new ConcurrentQueue<string>(["old", "new"]);
        var valid = "old";
        await using var server = RawUpstream.Start((_, stream, cancellationToken) => WriteAsync(
            stream, RawUpstream.Json($$"""{"access_token":"canary-{{(tokens.TryDequeue(out var token) ? token : "none")}}","expires_in":36000}"""), cancellationToken));
        await using var upstream = RawUpstream.Start((request, stream, cancellationToken) => WriteAsync(
            stream,
            request.Contains($"Bearer canary-{valid}\r\n", StringComparison.Ordinal) ? RawUpstream.Json(GeminiAnswer) : RawUpstream.Json(body, status),
            cancellationToken));
        var time = new ShiftedTime();
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"up0","provider":"vertex","auth":"oauth2","token_url":"{{server.BaseUrl}}/token","client_id":"relay",
                "client_secret":"SANDBOX_API_KEY","base_url":"{{upstream.BaseUrl}}/publishers/google"}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
            }
            """, time);
        using var before = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
        Assert.Equal(200, (int)before.StatusCode);

        valid = "new";
        // A token that is minutes old may be asked for anew.
        time.Advance(TimeSpan.FromMinutes(5));
        using var after = await relay.ChatAsync(FaultRelay.Body("m", stream: false));

        Assert.Equal((200, "2"), ((int)after.StatusCode, after.Headers.GetValues("x-relay-attempts").Single()));
        Assert.Equal((2, 3), (server.Requests.Count, upstream.Requests.Count));
        Assert.Equal("closed", (await AccountAsync(relay)).GetProperty("state").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("429 Too Many", "RESOURCE_EXHAUSTED", "30s", "30")]
    [InlineData("503 Unavailable", "UNAVAILABLE", "12.5s", "13")]
    public async Task ADelayInGeminisDetails_IsTheRest_AndTheCallersRetryAfter(string status, string word, string delay, string retryAfter)
    {
        await using var busy = RawUpstream.Start(RawUpstream.Json(
            $$$"""{"error":{"code":1,"message":"x","status":"{{{word}}}","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{{delay}}}"}]}}""", status));
        await using var relay = await RunningRelay.StartAsync(busy, provider: "google");

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));

        Assert.Equal((int.Parse(status[..3], null), retryAfter), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
        // It is not asked again before, not even though nothing else is left.
        Assert.Single(busy.Requests);
        var model = (await AccountAsync(relay)).GetProperty("models")[0];
        Assert.Equal("open", model.GetProperty("state").GetString());
        Assert.InRange(
            (model.GetProperty("until").GetDateTimeOffset() - model.GetProperty("since").GetDateTimeOffset()).TotalSeconds,
            double.Parse(delay[..^1], null) - 0.001, double.Parse(delay[..^1], null) + 0.001);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnInputThatWasFlagged_IsTheCallersMistake_ThoughItComesAs403(bool stream)
    {
        const string Flagged = """{"error":{"code":403,"message":"Your input was flagged.","metadata":{"reasons":["violence"],"flagged_input":"Hello","provider_name":"OpenAI"}}}""";
        await using var strict = RawUpstream.Start(RawUpstream.Json(Flagged, "403 Forbidden"));
        await using var other = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync([strict, other], provider: "openrouter");

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));

        Assert.Equal((403, "provider"), ((int)response.StatusCode, response.Headers.GetValues("x-relay-error").Single()));
        Assert.Equal(Flagged, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(other.Requests);
        Assert.Equal("closed", (await AccountAsync(relay)).GetProperty("state").GetString());
    }

    private static async Task<JsonElement> AccountAsync(RunningRelay relay) => JsonDocument.Parse(
        await relay.Admin.GetStringAsync("/api/accounts", TestContext.Current.CancellationToken)).RootElement.GetProperty("data")[0];

    private static Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();
}
