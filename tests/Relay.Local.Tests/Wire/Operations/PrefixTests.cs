using System.Globalization;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>The base paths and the header of Azure OpenAI's clients, and those of clients that want a base path of their own.</summary>
public sealed class PrefixTests
{
    private const string Chat = """{"id":"1","choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""";

    [Theory]
    [InlineData("/openai/deployments/m/chat/completions?api-version=2024-10-21", """{"messages":[]}""", "chat/completions", """{"model":"real","messages":[]}""")]
    [InlineData("/openai/deployments/m/chat/completions?api-version=x", """{"messages":[],"model":"gpt-4o"}""", "chat/completions", """{"messages":[],"model":"real"}""")]
    [InlineData("/openai/deployments/up0%2Freal/chat/completions", "{}", "chat/completions", """{"model":"real"}""")]
    [InlineData("/openai/deployments/up0/real/embeddings", """{"input":"x"}""", "embeddings", """{"model":"real","input":"x"}""")]
    [InlineData("/openai/deployments/m/completions", """{"prompt":"x"}""", "completions", """{"model":"real","prompt":"x"}""")]
    [InlineData("/openai/deployments/m/images/generations", """{"prompt":"x"}""", "images/generations", """{"model":"real","prompt":"x"}""")]
    [InlineData("/openai/deployments/m/responses?api-version=preview", """{"input":"x","store":false}""", "responses", """{"model":"real","input":"x","store":false}""")]
    [InlineData("/openai/responses?api-version=2025-03-01-preview", """{"model":"m","input":"x","store":false}""", "responses", """{"model":"real","input":"x","store":false}""")]
    [InlineData("/openai/responses/compact?api-version=x", """{"model":"m","input":"x"}""", "responses/compact", """{"model":"real","input":"x"}""")]
    [InlineData("/openai/v1/chat/completions?api-version=preview", """{"model":"m"}""", "chat/completions", """{"model":"real"}""")]
    [InlineData("/openai/v1/embeddings", """{"model":"m"}""", "embeddings", """{"model":"real"}""")]
    public async Task AzuresClient_Json(string path, string body, string upstreamPath, string sent)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chat));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await AsAzureAsync(relay, path, new StringContent(body, null, "application/json"));

        Assert.Equal(OperationRelay.Request(upstream, upstreamPath, sent), upstream.Requests.Single());
        Assert.Equal((200, Chat), ((int)response.StatusCode, await response.TextAsync()));
    }

    [Fact]
    public async Task AzuresClient_Streaming()
    {
        const string events = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await AsAzureAsync(
            relay, "/openai/deployments/m/chat/completions?api-version=2024-10-21", new StringContent("""{"messages":[],"stream":true}""", null, "application/json"));

        Assert.Equal(
            OperationRelay.Request(upstream, "chat/completions", """{"model":"real","stream_options":{"include_usage":true},"messages":[],"stream":true}"""),
            upstream.Requests.Single());
        Assert.Equal(events + "data: [DONE]\n\n", await response.TextAsync());
    }

    [Fact]
    public async Task AzuresForm_GetsItsModel()
    {
        const string file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nID3\r\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"text":"x"}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var form = new StringContent(file + "--b--\r\n");
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        using var response = await AsAzureAsync(relay, "/openai/deployments/m/audio/transcriptions?api-version=2024-10-21", form);

        Assert.EndsWith(
            $"\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {(59 + file.Length + 7).ToString(CultureInfo.InvariantCulture)}\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nreal\r\n" + file + "--b--\r\n",
            upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("""{"text":"x"}""", await response.TextAsync());
    }

    [Theory]
    [InlineData("/openai/deployments/m")]
    [InlineData("/openai/deployments/m/messages")]
    [InlineData("/openai/chat/completions")]
    [InlineData("/openai/v1/nothing")]
    public async Task WhatIsNotThere_Is404(string path)
    {
        await using var relay = await RunningRelay.StartAsync();
        using var response = await AsAzureAsync(relay, path, new StringContent("{}"));
        Assert.Equal((404, "not_found", null), await response.ErrorAsync());
    }

    [Fact]
    public async Task WhatIsNotThere_Is404_InTheFormOfThePrefix()
    {
        await using var relay = await RunningRelay.StartAsync();
        using var response = await AsAzureAsync(relay, "/anthropic/v1/nothing", new StringContent("{}"));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.StartsWith("""{"type":"error","error":{"type":"not_found_error",""", await response.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/anthropic/v1/messages", """{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}]}""", "\"type\":\"message\"")]
    [InlineData("/gemini/v1beta/models/m:generateContent", """{"contents":[{"parts":[{"text":"x"}]}]}""", "\"candidates\":")]
    [InlineData("/gemini/v1/models/up0%2Freal:generateContent", """{"contents":[{"parts":[{"text":"x"}]}]}""", "\"candidates\":")]
    [InlineData("/gemini/v1/models/m:generateContent", """{"contents":[{"parts":[{"text":"x"}]}]}""", "\"candidates\":")]
    public async Task APrefix_IsTheDialectBehindIt_Json(string path, string body, string answer)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chat));
        await using var relay = await OperationRelay.StartAsync(upstream, "groq");

        using var response = await relay.PostAsync(path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains(answer, await response.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openai/models?api-version=2024-10-21", "\"object\":\"list\"")]
    [InlineData("/openai/models/sandbox?api-version=2024-10-21", "\"object\":\"model\"")]
    [InlineData("/v1/models/sandbox%2Fsandbox", "\"id\":\"sandbox/sandbox\"")]
    [InlineData("/openai/v1/models", "\"object\":\"list\"")]
    [InlineData("/openai/v1/models/sandbox", "\"object\":\"model\"")]
    [InlineData("/anthropic/v1/models", "\"has_more\":false")]
    [InlineData("/anthropic/v1/models/sandbox", "\"type\":\"model\"")]
    [InlineData("/gemini/v1beta/models", "{\"models\":[")]
    [InlineData("/gemini/v1/models/sandbox", "\"name\":\"models/sandbox\"")]
    public async Task TheList_IsInThePrefixsForm(string path, string part)
    {
        await using var relay = await RunningRelay.StartAsync();
        Assert.Contains(part, await relay.Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeyInTheQuery_IsTaken_OnOnesOwnMachine()
    {
        await using var relay = await RunningRelay.StartAsync();
        using var response = await relay.Anonymous.GetAsync(new Uri(relay.Relay.Url, "/v1beta/models?key=" + relay.Key), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }

    // As Azure's SDKs send their key.
    private static Task<HttpResponseMessage> AsAzureAsync(RunningRelay relay, string path, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Relay.Url, path)) { Content = body };
        request.Headers.Add("api-key", relay.Key);
        return relay.Anonymous.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
