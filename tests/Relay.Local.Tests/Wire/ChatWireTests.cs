using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>The exact bytes that go to the provider and come back to the caller.</summary>
public sealed class ChatWireTests
{
    [Fact]
    public async Task AChatCall_Json()
    {
        const string answer = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"real-2026","choices":[{"index":0,
            "message":{"role":"assistant","content":"grüß dich","refusal":null},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,"prompt_tokens_details":{"cached_tokens":0}}, "new": [1.0, 1e2]}
            """;
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer, headers: "x-request-id: req_1\r\nset-cookie: a=b\r\nopenai-organization: org-1\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync(
            """{ "messages":[{"role":"user","content":"grüße \u00fc \"x\""}],"model" : "m" , "temperature":1.0,"new":{"model":"inner"} }""");

        Assert.Equal(
            $"""
             POST /v1/chat/completions HTTP/1.1
             Host: {new Uri(upstream.BaseUrl).Authority}
             Accept-Encoding: identity
             Authorization: Bearer sandbox
             Content-Type: application/json
             Content-Length: 126

             """ + "\n" + """{ "messages":[{"role":"user","content":"grüße \u00fc \"x\""}],"model" : "real" , "temperature":1.0,"new":{"model":"inner"} }""",
            upstream.Requests.Single().ReplaceLineEndings("\n"));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("real", response.Headers.GetValues("x-relay-model").Single());
        Assert.Equal("up0", response.Headers.GetValues("x-relay-account").Single());
        Assert.False(response.Headers.Contains("set-cookie"));
        Assert.False(response.Headers.Contains("openai-organization"));

        var record = await relay.RecordAsync(response);
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.Equal("m", record.GetProperty("model").GetString());
        Assert.Equal("real-2026", record.GetProperty("model_ran").GetString());
        Assert.Equal(7, record.GetProperty("usage").GetProperty("input").GetInt64());
        Assert.Equal(0, record.GetProperty("usage").GetProperty("cached_input").GetInt64());
        Assert.Equal(13_000, record.GetProperty("cost_nano_usd").GetInt64());
        Assert.False(record.GetProperty("usage_estimated").GetBoolean());
        Assert.Equal("stop", record.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task AChatCall_Streaming()
    {
        const string events = "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n"
            + "data:{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"gr\u00fc\u00df\"}}]}\r\n\r\n"
            + ": a comment\n\n"
            + "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        const string usage = "data: {\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n";
        const string done = "data: [DONE]\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events + usage + done));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[]}""");

        Assert.Equal(events + done, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.EndsWith(
            """{"stream_options":{"include_usage":true},"model":"real","stream":true,"messages":[]}""",
            upstream.Requests.Single(), StringComparison.Ordinal);
        var record = await relay.RecordAsync(response);
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.Equal(13_000, record.GetProperty("cost_nano_usd").GetInt64());
        Assert.Equal(7, record.GetProperty("usage").GetProperty("input").GetInt64());
    }

    [Fact]
    public async Task AStreamWhoseCallerAsksForUsage_KeepsItsChunk_AndItsBody()
    {
        const string events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync("""{"stream_options":{"include_usage":true},"model":"m","stream":true}""");

        Assert.Equal(events, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.EndsWith(
            """{"stream_options":{"include_usage":true},"model":"real","stream":true}""", upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerWithoutUsage_IsSettledWithAnEstimate_ThatSaysSo()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"choices":[{"index":0,"message":{"role":"assistant","content":"12345678"}}]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync("""{"model":"m","messages":[]}""");

        var record = await relay.RecordAsync(response);
        Assert.True(record.GetProperty("usage_estimated").GetBoolean());
        Assert.Equal(7, record.GetProperty("usage").GetProperty("input").GetInt64());
        Assert.Equal(2, record.GetProperty("usage").GetProperty("output").GetInt64());
    }
}
