using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>The exact bytes of calls whose caller and provider speak different dialects.</summary>
public sealed class TranslatedWireTests
{
    private const string ChatBody = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"grüße"}],"temperature":0.5,"user":"u"}""";
    private const string GeminiBody = """{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"grüße"}]}],"generationConfig":{"temperature":0.5}}""";

    private const string GeminiUsage = "\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,\"totalTokenCount\":10}";
    private const string ChatUsage = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";

    [Fact]
    public async Task AChatCall_ToGemini_Json()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            $$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"grüß dich"}]},"finishReason":"STOP"}],{{GeminiUsage}},"modelVersion":"real-1","responseId":"r1"}"""));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await relay.ChatAsync(ChatBody);

        Assert.StartsWith("POST /v1/models/real:generateContent HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith(GeminiBody, upstream.Requests.Single(), StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var choice = answer.RootElement.GetProperty("choices")[0];
        Assert.Equal(
            (200, "chat.completion", "grüß dich", "stop", 7, 3),
            ((int)response.StatusCode, answer.RootElement.GetProperty("object").GetString(), choice.GetProperty("message").GetProperty("content").GetString(),
                choice.GetProperty("finish_reason").GetString(), answer.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(),
                answer.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
        Assert.Equal("user", response.Headers.GetValues("x-relay-dropped").Single());
        await IsSettledAsync(relay, response, "openai-chat");
    }

    [Fact]
    public async Task AChatCall_ToGemini_Streaming()
    {
        const string Events = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"gr\u00fc\u00df\"}]}}],\"modelVersion\":\"real-1\",\"responseId\":\"r1\"}\r\n\r\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" dich\"}]},\"finishReason\":\"STOP\"}]," + GeminiUsage + "}\r\n\r\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Events));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""");

        var data = DataOf(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("POST /v1/models/real:streamGenerateContent?alt=sse HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("[DONE]", data[^1]);
        var chunks = data[..^1].Select(json => JsonDocument.Parse(json).RootElement).ToList();
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Equal("grüß dich", string.Concat(chunks.Select(chunk => Delta(chunk, "content"))));
        Assert.Equal("assistant", Delta(chunks[0], "role"));
        Assert.Equal("stop", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        await IsSettledAsync(relay, response, "openai-chat");
    }

    [Fact]
    public async Task AGeminiCall_ToChat_Json()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            $$"""{"id":"c1","object":"chat.completion","created":1,"model":"real-1","choices":[{"index":0,"message":{"role":"assistant","content":"grüß dich"},"finish_reason":"stop"}],{{ChatUsage}}}"""));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "groq");

        using var response = await GeminiAsync(relay, "m:generateContent");

        Assert.EndsWith(
            """{"model":"real","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"grüße"}],"temperature":0.5}""",
            upstream.Requests.Single(), StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var candidate = answer.RootElement.GetProperty("candidates")[0];
        Assert.Equal(
            (200, "grüß dich", "STOP", 7),
            ((int)response.StatusCode, candidate.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString(),
                candidate.GetProperty("finishReason").GetString(), answer.RootElement.GetProperty("usageMetadata").GetProperty("promptTokenCount").GetInt32()));
        await IsSettledAsync(relay, response, "gemini");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AGeminiCall_ToChat_Streaming(bool events)
    {
        const string Chunks = "data: {\"id\":\"c1\",\"model\":\"real-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"gr\u00fc\u00df\"}}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" dich\"},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[]," + ChatUsage + "}\n\ndata: [DONE]\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Chunks));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "groq");

        using var response = await GeminiAsync(relay, "m:streamGenerateContent" + (events ? "?alt=sse" : ""));

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // Without alt=sse the pieces are the elements of an array.
        using var array = JsonDocument.Parse(events ? $"[{string.Join(',', DataOf(body))}]" : body);
        var pieces = array.RootElement.EnumerateArray().ToList();
        Assert.Equal("grüß dich", string.Concat(pieces.Select(TextOf)));
        Assert.Equal("STOP", pieces[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        Assert.Equal(3, pieces[^1].GetProperty("usageMetadata").GetProperty("candidatesTokenCount").GetInt32());
        await IsSettledAsync(relay, response, "gemini");
    }

    [Fact]
    public async Task AProvidersError_IsSaidInTheCallersForm()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            """{"error":{"code":400,"message":"Bad \u00fc","status":"INVALID_ARGUMENT","details":[]}}""", "400 Bad Request"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await relay.ChatAsync(ChatBody);

        Assert.Equal(
            (400, """{"error":{"message":"Bad ü","type":"invalid_request_error","param":null,"code":"INVALID_ARGUMENT"}}"""),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("provider", response.Headers.GetValues("x-relay-error").Single());
    }

    [Fact]
    public async Task AFieldThatTheAnswerDependsOn_IsRefused_AndNothingIsSent()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await relay.ChatAsync("""{"model":"m","messages":[{"role":"user","content":"x"}],"logit_bias":{"1":1}}""");

        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((400, "untranslatable_field", "logit_bias"), ((int)response.StatusCode,
            error.RootElement.GetProperty("error").GetProperty("code").GetString(), error.RootElement.GetProperty("error").GetProperty("param").GetString()));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task ABrokenStream_EndsInTheCallersForm()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n"));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "google");

        using var response = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""");

        using var read = new MemoryStream();
        using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(read, TestContext.Current.CancellationToken));
        Assert.EndsWith("\"code\":\"upstream_truncated\"}}\n\n", System.Text.Encoding.UTF8.GetString(read.ToArray()), StringComparison.Ordinal);
    }

    private static List<string> DataOf(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..].Trim())];

    private static string Delta(JsonElement chunk, string name) =>
        chunk.GetProperty("choices").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } choice
        && choice.GetProperty("delta").TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string TextOf(JsonElement piece) => !piece.TryGetProperty("candidates", out var candidates) ? "" : string.Concat(
        candidates.EnumerateArray().SelectMany(candidate => candidate.TryGetProperty("content", out var content) && content.TryGetProperty("parts", out var parts)
            ? parts.EnumerateArray().Select(part => part.GetProperty("text").GetString())
            : []));

    private static Task<HttpResponseMessage> GeminiAsync(RunningRelay relay, string path) => relay.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1beta/models/" + path) { Content = new StringContent(GeminiBody, null, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    private static async Task IsSettledAsync(RunningRelay relay, HttpResponseMessage response, string dialect)
    {
        var record = await relay.RecordAsync(response);
        Assert.Equal(
            ("completed", dialect, "real-1", 13_000L),
            (record.GetProperty("outcome").GetString(), record.GetProperty("dialect").GetString(),
                record.GetProperty("model_ran").GetString(), record.GetProperty("cost_nano_usd").GetInt64()));
    }
}
