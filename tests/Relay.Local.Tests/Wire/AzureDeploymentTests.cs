using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Wire;

/// <summary>An account at Azure OpenAI's addresses of old, which name the deployment and a version.</summary>
public sealed class AzureDeploymentTests
{
    private const string Answer = """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"x"}]}""", "chat/completions", """{"model":"my/gpt","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"x"}""", "embeddings", """{"model":"my/gpt","input":"x"}""")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""", "chat/completions", """{"model":"my/gpt","messages":[{"role":"user","content":"x"}],"max_completion_tokens":9}""")]
    public async Task ACall_NamesTheDeployment_Json(string path, string body, string upstreamPath, string sent)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await StartAsync(upstream);

        using var response = await relay.PostAsync(path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.StartsWith($"POST /v1/deployments/my%2Fgpt/{upstreamPath}?api-version=2024-10-21 HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains("\r\napi-key: sandbox\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + sent, upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACall_NamesTheDeployment_Streaming()
    {
        const string events = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events + "data: [DONE]\n\n"));
        await using var relay = await StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/chat/completions", """{"model":"m","messages":[],"stream":true}""");

        Assert.Equal(events + "data: [DONE]\n\n", await response.TextAsync());
        Assert.StartsWith("POST /v1/deployments/my%2Fgpt/chat/completions?api-version=2024-10-21 HTTP/1.1\r\n", upstream.Requests.Single(), StringComparison.Ordinal);
    }

    private static Task<RunningRelay> StartAsync(RawUpstream upstream) => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{"id":"up0","provider":"azure-openai","base_url":"{{upstream.BaseUrl}}","api_version":"2024-10-21","secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"my/gpt"}]}]
        }
        """);
}
