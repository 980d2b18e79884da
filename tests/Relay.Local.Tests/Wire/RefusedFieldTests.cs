using System.Text.Json;
using Relay.Ingress;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A provider that is known to refuse a field does not get it, also where a call passes through; the caller is told.</summary>
public sealed class RefusedFieldTests
{
    // As agents write it (pi: store and max_completion_tokens).
    private const string Body =
        """{"store":false, "model":"m","messages":[{"role":"user","content":"x","name":"user"}],"max_completion_tokens":9,"seed":1,"user":"u","logit_bias":{"1":2}}""";

    private const string Streamed =
        """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}],"prompt_cache_key":"k","user":"u"}""";

    private const string Whole =
        """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    private const string Events = """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"real","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

        data: [DONE]


        """;

    [Theory(Timeout = 60_000)]
    [InlineData("mistral", "store, user",
        """{"model":"real","messages":[{"role":"user","content":"x","name":"user"}],"max_tokens":9,"random_seed":1,"logit_bias":{"1":2}}""")]
    [InlineData("groq", "store",
        """{"model":"real","messages":[{"role":"user","content":"x","name":"user"}],"max_completion_tokens":9,"seed":1,"user":"u","logit_bias":{"1":2}}""")]
    [InlineData("deepseek", "",
        """{"store":false, "model":"real","messages":[{"role":"user","content":"x","name":"user"}],"max_completion_tokens":9,"seed":1,"user":"u","logit_bias":{"1":2}}""")]
    public async Task WhatIsRefused_IsLeftOut_Json(string provider, string dropped, string expected)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(upstream, provider);

        using var response = await PostAsync(relay, "/v1/chat/completions", Body);

        Assert.Equal((200, Whole), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.EndsWith("\r\n\r\n" + expected, upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(dropped, DroppedOf(response));
        var attempt = (await relay.RecordAsync(response)).GetProperty("attempts")[0];
        var recorded = attempt.TryGetProperty("dropped", out var list) ? list.EnumerateArray().Select(field => field.GetString()) : [];
        Assert.Equal(dropped, string.Join(", ", recorded));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("mistral", "stream_options, user",
        """{"model":"real","stream":true,"messages":[{"role":"user","content":"x"}],"prompt_cache_key":"k"}""")]
    [InlineData("nvidia", "prompt_cache_key",
        """{"model":"real","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}],"user":"u"}""")]
    [InlineData("deepseek", "",
        """{"model":"real","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}],"prompt_cache_key":"k","user":"u"}""")]
    public async Task WhatIsRefused_IsLeftOut_Streaming(string provider, string dropped, string expected)
    {
        var events = Events.ReplaceLineEndings("\n");
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await StartAsync(upstream, provider);

        using var response = await PostAsync(relay, "/v1/chat/completions", Streamed);

        Assert.Equal((200, events), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.EndsWith("\r\n\r\n" + expected, upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(dropped, DroppedOf(response));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/messages",
        """{"model":"m","max_tokens":9,"metadata":{"user_id":"u"},"messages":[{"role":"user","content":"x"}]}""",
        "metadata.user_id", """{"model":"real","messages":[{"role":"user","content":"x"}],"max_tokens":9}""")]
    [InlineData("/v1/responses",
        """{"model":"m","max_output_tokens":9,"safety_identifier":"u","service_tier":"flex","text":{"verbosity":"low"},"input":"x"}""",
        "safety_identifier, service_tier, text.verbosity", """{"model":"real","messages":[{"role":"user","content":"x"}],"max_tokens":9}""")]
    [InlineData("/v1beta/models/m:generateContent",
        """{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"seed":7}}""",
        "", """{"model":"real","messages":[{"role":"user","content":"x"}],"random_seed":7}""")]
    public async Task WhatIsRefused_IsLeftOut_Translated(string path, string body, string dropped, string expected)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(upstream, "mistral");

        using var response = await PostAsync(relay, path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("\r\n\r\n" + expected, upstream.Requests.Single(), StringComparison.Ordinal);
        var fields = DroppedOf(response).Split(", ").Order(StringComparer.Ordinal);
        Assert.Equal(dropped, string.Join(", ", fields));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai", "o3-mini", "temperature", """{"model":"o3-mini","messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    [InlineData("openai", "gpt-5.2", "", """{"model":"gpt-5.2","temperature":0.2,"top_p":1,"messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    [InlineData("moonshot", "kimi-k2.6", "temperature, top_p", """{"model":"kimi-k2.6","messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    public async Task WhatAModelTakesOneValueOf_IsLeftOut_Json(string provider, string model, string dropped, string expected) =>
        await CheckModelAsync(provider, model, dropped, expected, RawUpstream.Json(Whole), "");

    [Theory(Timeout = 60_000)]
    [InlineData("openai", "gpt-5-mini", "temperature", """{"model":"gpt-5-mini","messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    [InlineData("openai", "gpt-5-chat-latest", "", """{"model":"gpt-5-chat-latest","temperature":0.2,"top_p":1,"messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    [InlineData("moonshot", "kimi-k3", "temperature, top_p", """{"model":"kimi-k3","messages":[{"role":"user","content":"x"}],"seed":1{stream}}""")]
    public async Task WhatAModelTakesOneValueOf_IsLeftOut_Streaming(string provider, string model, string dropped, string expected) =>
        await CheckModelAsync(provider, model, dropped, expected, RawUpstream.Events(Events.ReplaceLineEndings("\n")),
            ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    [Theory(Timeout = 60_000)]
    [InlineData("o3-mini", "generationConfig.temperature", """{"model":"o3-mini","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("gpt-4o", "", """{"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"temperature":0.2,"top_p":1}""")]
    public async Task WhatAModelTakesOneValueOf_IsLeftOut_Translated(string model, string dropped, string expected)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Whole));
        await using var relay = await StartAsync(upstream, "openai", model);

        using var response = await PostAsync(
            relay, "/v1beta/models/m:generateContent", """{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"temperature":0.2,"topP":1}}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("\r\n\r\n" + expected, upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(dropped, DroppedOf(response));
    }

    [Fact(Timeout = 60_000)]
    public async Task AStrictCall_IsRefused_AndNothingIsSent()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await StartAsync(upstream, "mistral");

        using var response = await PostAsync(relay, "/v1/chat/completions", Body, "true");

        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            (400, "store", "untranslatable_field"),
            ((int)response.StatusCode, error.RootElement.GetProperty("error").GetProperty("param").GetString(),
                error.RootElement.GetProperty("error").GetProperty("code").GetString()));
        Assert.Empty(upstream.Requests);
    }

    private static string DroppedOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-relay-dropped", out var fields) ? string.Join(", ", fields) : "";

    private static async Task CheckModelAsync(string provider, string model, string dropped, string expected, string answer, string stream)
    {
        await using var upstream = RawUpstream.Start(answer);
        await using var relay = await StartAsync(upstream, provider, model);

        using var response = await PostAsync(
            relay, "/v1/chat/completions",
            $$"""{"model":"m","temperature":0.2,"top_p":1,"messages":[{"role":"user","content":"x"}],"seed":1{{stream}}}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("\r\n\r\n" + expected.Replace("{stream}", stream, StringComparison.Ordinal), upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal(dropped, DroppedOf(response));
    }

    private static Task<RunningRelay> StartAsync(RawUpstream upstream, string provider, string model = "real") => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","dialects":["openai-chat"]}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"{{model}}"}]}]
        }
        """);

    private static Task<HttpResponseMessage> PostAsync(RunningRelay relay, string path, string body, string? strict = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        if (strict is not null) request.Headers.Add(CallHeaders.Strict, strict);
        return relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
