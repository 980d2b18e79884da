using System.Net;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Requirements;

/// <summary>What real clients do that no specification says, and what they need then.</summary>
public sealed class ClientHabitTests
{
    private const string NoKey = """{"error":{"message":"No API key was sent. Send one as Authorization: Bearer sk-relay-….","type":"authentication_error","param":null,"code":"missing_api_key"}}""";

    private const string ChatAnswer = """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    // Claude Code's looks whether anyone is there, and the lists that it and Codex ask for, without a key.
    [Theory]
    [InlineData("HEAD", "/api/hello", 404, "")]
    [InlineData("HEAD", "/", 404, "")]
    [InlineData("GET", "/v1/models?limit=1000", 401, NoKey)]
    [InlineData("GET", "/v1/models?client_version=0.169.0", 401, NoKey)]
    public async Task WhatComesWithoutAKey_IsAnsweredHere(string method, string path, int status, string body)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(ChatAnswer));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.Anonymous.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), new Uri(relay.Relay.Url, path)), TestContext.Current.CancellationToken);

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("relay", response.Headers.GetValues("x-relay-error").Single());
        Assert.Empty(upstream.Requests);
    }

    // Codex asks 30 times for one turn that fails so, and others 20 times and more.
    [Fact(Timeout = 60_000)]
    public async Task OfManyTargetsThatFail_EachIsTriedOnce_AndThreeOnceMore()
    {
        var upstreams = Enumerable.Range(0, 8).Select(_ => RawUpstream.Start(
            RawUpstream.Json("""{"error":{"message":"Down.","type":"server_error"}}""", "500 Internal Server Error"))).ToList();
        await using var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', upstreams.Select((upstream, i) =>
                  $$"""{"id":"up{{i}}","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
              "models": [{"name":"m","targets":[{{string.Join(',', upstreams.Select((_, i) => $$"""{"account":"up{{i}}","model":"real"}"""))}}]}]
            }
            """, new HurriedTime(20));

        using var response = await relay.ChatAsync("""{"model":"m","messages":[{"role":"user","content":"x"}]}""");

        Assert.True(response.StatusCode >= HttpStatusCode.InternalServerError);
        Assert.All(upstreams, upstream => Assert.InRange(upstream.Requests.Count, 1, 2));
        Assert.Equal(8 + 3, upstreams.Sum(upstream => upstream.Requests.Count));
        Assert.Equal(8 + 3, (await relay.RecordAsync(response)).GetProperty("attempts").GetArrayLength());
        foreach (var upstream in upstreams) await upstream.DisposeAsync();
    }

    // Codex's compaction, opencode's titles, Gemini CLI's router.
    [Fact]
    public async Task ACallWithoutTools_IsACallLikeAnyOther()
    {
        const string body = """{"model":"real","max_tokens":1,"messages":[{"role":"user","content":"Title?"}]}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(ChatAnswer));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync(body.Replace("real", "m", StringComparison.Ordinal));

        Assert.EndsWith("\r\n\r\n" + body, upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(ChatAnswer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("completed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task CodexsTurnState_GoesBothWays()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"id":"resp_1","object":"response","status":"completed","model":"real","output":[]}""", headers: "x-codex-turn-state: made-there\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var request = Post("/v1/responses", """{"model":"m","input":"x"}""");
        request.Headers.Add("x-codex-turn-state", "kept-here");

        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("x-codex-turn-state: kept-here\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("made-there", response.Headers.GetValues("x-codex-turn-state").Single());
    }

    // Claude Code asks again so, when its stream broke.
    [Fact]
    public async Task ManyTokensInJson_AreAskedForAsTheyAre()
    {
        const string body = """{"model":"real","max_tokens":64000,"messages":[{"role":"user","content":"x"}]}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"id":"m1","type":"message","role":"assistant","model":"real","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":0}}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.Http.SendAsync(
            Post("/v1/messages", body.Replace("real", "m", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith(body, upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("google")]
    public async Task NullAndEmptyContent_AreTaken(string provider)
    {
        const string body = """{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null},{"role":"assistant","content":""},{"role":"user","content":[]},{"role":"user","content":"y"}]}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(provider == "google"
            ? """{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}]}"""
            : """{"id":"m1","type":"message","role":"assistant","model":"real","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""));
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
            }
            """);

        using var response = await relay.ChatAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("\"\"", upstream.Requests.Single(), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
}
