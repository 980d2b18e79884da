using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>The exact bytes of a call in Anthropic Messages, to an account that speaks it.</summary>
public sealed class MessagesWireTests
{
    private const string Body = """{ "max_tokens":9,"messages":[{"role":"user","content":"grüße \u00fc"}],"model" : "m","stream_options":{"x":1} }""";
    private const string Streamed = """{"model":"m","stream":true,"max_tokens":9,"messages":[]}""";

    [Fact]
    public async Task ACall_Json()
    {
        const string answer = """
            {"id":"msg_1","type":"message","role":"assistant","model":"real-1","content":[{"type":"text","text":"grüß dich"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":7,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":3}, "new":1.0}
            """;
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer, headers: "request-id: req_1\r\nanthropic-organization-id: org\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "anthropic");

        using var response = await PostAsync(relay, Body, ("anthropic-beta", "b1,b2"));

        Assert.Equal(
            $"""
             POST /v1/messages HTTP/1.1
             Host: {new Uri(upstream.BaseUrl).Authority}
             anthropic-beta: b1,b2
             anthropic-version: 2023-06-01
             Accept-Encoding: identity
             x-api-key: sandbox
             Content-Type: application/json
             Content-Length: {System.Text.Encoding.UTF8.GetByteCount(Body) + 3}

             """ + "\n" + Body.Replace("\"m\"", "\"real\"", StringComparison.Ordinal),
            upstream.Requests.Single().ReplaceLineEndings("\n"));
        Assert.Equal((200, answer), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("req_1", response.Headers.GetValues("request-id").Single());
        Assert.False(response.Headers.Contains("anthropic-organization-id"));
        await IsSettledAsync(relay, response);
    }

    [Fact]
    public async Task ACall_Streaming()
    {
        const string events = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"type\":\"message\",\"model\":\"real-1\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"gr\u00fc\u00df\"}}\n\n"
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
            + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "anthropic");

        using var response = await PostAsync(relay, Streamed, ("anthropic-version", "2026-10-21"));

        Assert.Equal(events, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.EndsWith(Streamed.Replace("\"m\"", "\"real\"", StringComparison.Ordinal), upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains("anthropic-version: 2026-10-21\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        await IsSettledAsync(relay, response);
    }

    [Fact]
    public async Task AStreamThatBreaks_EndsWithAnErrorEvent_AndNoTerminator()
    {
        const string events = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(events));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "anthropic");

        using var response = await PostAsync(relay, Streamed);

        using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(read, TestContext.Current.CancellationToken));
        Assert.Equal(
            events + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"The provider's answer broke off before its end. Try again.\",\"code\":\"upstream_truncated\"}}\n\n",
            System.Text.Encoding.UTF8.GetString(read.ToArray()));
    }

    [Fact]
    public async Task AProviderThatFailsBeforeItsFirstToken_IsLeftForTheNext()
    {
        const string start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":7}}}\n\n";
        const string end = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        await using var failing = RawUpstream.Start(RawUpstream.Events(
            start + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n"));
        await using var good = RawUpstream.Start(RawUpstream.Events(start + end));
        await using var relay = await RunningRelay.StartAsync([failing, good], provider: "anthropic");

        using var response = await PostAsync(relay, Streamed);

        Assert.Equal(start + end, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var attempts = (await relay.RecordAsync(response)).GetProperty("attempts");
        Assert.Equal((2, "overloaded_error"), (attempts.GetArrayLength(), attempts[0].GetProperty("error_code").GetString()));
    }

    [Theory]
    [InlineData("""{"model":"nope"}""", 404, "not_found_error", "model_not_found")]
    [InlineData("{", 400, "invalid_request_error", "invalid_json")]
    public async Task ARefusal_IsInAnthropicsForm(string body, int status, string type, string code)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "anthropic");

        using var response = await PostAsync(relay, body);

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal((status, "error", type, code), ((int)response.StatusCode, json.RootElement.GetProperty("type").GetString(),
            error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Empty(upstream.Requests);
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningRelay relay, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Relay.Url, "/v1/messages?beta=true"))
        {
            Content = new StringContent(body, null, "application/json"),
        };
        request.Headers.Add("x-api-key", relay.Key);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await relay.Anonymous.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task IsSettledAsync(RunningRelay relay, HttpResponseMessage response)
    {
        var record = await relay.RecordAsync(response);
        Assert.Equal(
            ("completed", "anthropic", "real-1", "end_turn", 13_000L),
            (record.GetProperty("outcome").GetString(), record.GetProperty("dialect").GetString(), record.GetProperty("model_ran").GetString(),
                record.GetProperty("finish_reason").GetString(), record.GetProperty("cost_nano_usd").GetInt64()));
    }
}
