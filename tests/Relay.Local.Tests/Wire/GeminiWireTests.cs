using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>The exact bytes of a call in Gemini's dialect, to an account that speaks it.</summary>
public sealed class GeminiWireTests
{
    private const string Body = """{ "contents":[{"role":"user","parts":[{"text":"grüße \u00fc"}]}],"generationConfig":{"seed":1.0} }""";

    private const string Usage = """
        "usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"thoughtsTokenCount":2,"totalTokenCount":12,"cachedContentTokenCount":0}
        """;

    [Fact]
    public async Task ACall_Json()
    {
        const string answer = $$"""
            {"candidates":[{"content":{"role":"model","parts":[{"text":"grüß dich","thoughtSignature":"c2ln"}]},"finishReason":"STOP"}], {{Usage}},"modelVersion":"real-001" }
            """;
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, "/v1beta/models/m:generateContent");

        Assert.Equal(
            $"""
             POST /v1/models/real:generateContent HTTP/1.1
             Host: {new Uri(upstream.BaseUrl).Authority}
             Accept-Encoding: identity
             x-goog-api-key: sandbox
             Content-Type: application/json
             Content-Length: {System.Text.Encoding.UTF8.GetByteCount(Body)}

             """ + "\n" + Body,
            upstream.Requests.Single().ReplaceLineEndings("\n"));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await IsSettledAsync(relay, response, "completed");
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta")]
    public async Task ACall_Streaming(string version)
    {
        const string events = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"gr\u00fc\u00df\"}]}}],\"modelVersion\":\"real-001\"}\r\n\r\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" dich\"}]},\"finishReason\":\"STOP\"}]," + Usage + "}\r\n\r\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, $"/{version}/models/m:streamGenerateContent?alt=sse");

        Assert.StartsWith("POST /v1/models/real:streamGenerateContent?alt=sse HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(events, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await IsSettledAsync(relay, response, "completed");
    }

    [Fact]
    public async Task AStreamThatBreaks_EndsWithAnErrorEvent_AndCleanly()
    {
        const string events = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n";
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(events));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, "/v1beta/models/m:streamGenerateContent?alt=sse");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(events + "data: {\"error\":{\"code\":502,", body, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"UNAVAILABLE\"", body, StringComparison.Ordinal);
        Assert.EndsWith("}\r\n\r\n", body, StringComparison.Ordinal);
        Assert.Equal("truncated", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task TheProvidersError_ComesThroughAsItCame()
    {
        const string error = """{"error":{"code":400,"message":"Bad \u00fc","status":"INVALID_ARGUMENT","details":[]}}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(error, "400 Bad Request"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, "/v1beta/models/m:generateContent");

        Assert.Equal((400, error), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("INVALID_ARGUMENT", (await relay.RecordAsync(response)).GetProperty("error_code").GetString());
    }

    [Theory]
    [InlineData("/v1beta/models/nope:generateContent", Body, 404, "NOT_FOUND", "model_not_found")]
    [InlineData("/v1beta/models/m:predict", Body, 404, "NOT_FOUND", "not_found")]
    [InlineData("/v1beta/models/m", Body, 404, "NOT_FOUND", "not_found")]
    [InlineData("/v1beta/models/m:generateContent", "{", 400, "INVALID_ARGUMENT", "invalid_json")]
    public async Task ARefusal_IsInGeminisForm(string path, string body, int status, string word, string code)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await PostAsync(relay, path, body);

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal((status, status, word), ((int)response.StatusCode, error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal(code, error.GetProperty("details")[0].GetProperty("reason").GetString());
        Assert.Empty(upstream.Requests);
    }

    // As Google's own SDK sends its key.
    private static async Task<HttpResponseMessage> PostAsync(RunningRelay relay, string path, string body = Body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Relay.Url, path))
        {
            Content = new StringContent(body, null, "application/json"),
        };
        request.Headers.Add("x-goog-api-key", relay.Key);
        return await relay.Anonymous.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    // 7 tokens in, 3 and 2 of thoughts out.
    private static async Task IsSettledAsync(RunningRelay relay, HttpResponseMessage response, string outcome)
    {
        var record = await relay.RecordAsync(response);
        Assert.Equal(
            (outcome, "gemini", "real-001", "STOP", 17_000L),
            (record.GetProperty("outcome").GetString(), record.GetProperty("dialect").GetString(), record.GetProperty("model_ran").GetString(),
                record.GetProperty("finish_reason").GetString(), record.GetProperty("cost_nano_usd").GetInt64()));
        var usage = record.GetProperty("usage");
        Assert.Equal((7L, 5L, 2L), (usage.GetProperty("input").GetInt64(), usage.GetProperty("output").GetInt64(), usage.GetProperty("reasoning").GetInt64()));
    }
}
