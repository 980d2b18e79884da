using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>Vertex AI is asked for a class of service in a header, and says in its own words which one it gave.</summary>
public sealed class VertexTierTests
{
    private const string Header = "X-Vertex-AI-LLM-Shared-Request-Type";

    [Theory]
    [InlineData(",\"service_tier\":\"priority\"", "priority", "ON_DEMAND_PRIORITY", "priority")]
    [InlineData(",\"service_tier\":\"flex\"", "flex", "ON_DEMAND_FLEX", "flex")]
    // It had no more of it to give.
    [InlineData(",\"service_tier\":\"priority\"", "priority", "ON_DEMAND", "default")]
    [InlineData(",\"service_tier\":\"default\"", null, "ON_DEMAND", "default")]
    [InlineData("", null, "PROVISIONED_THROUGHPUT", "scale")]
    public async Task ATier_IsAHeader_Json(string asked, string? header, string given, string said)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chunk(given)));
        await using var relay = await StartAsync(upstream);

        using var response = await relay.ChatAsync($$"""{"model":"m","messages":[{"role":"user","content":"x"}]{{asked}}}""");

        CheckAsked(upstream, header);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith($",\"service_tier\":\"{said}\"}}", answer, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("x-relay-dropped"));
    }

    [Fact]
    public async Task ATier_IsAHeader_Streaming()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Events($"data: {Chunk("ON_DEMAND_FLEX")}\r\n\r\n"));
        await using var relay = await StartAsync(upstream);

        using var response = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}],"service_tier":"flex"}""");

        CheckAsked(upstream, "flex");
        var events = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"service_tier\":\"flex\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", events, StringComparison.Ordinal);
    }

    private static void CheckAsked(RawUpstream upstream, string? header)
    {
        var request = upstream.Requests.Single().Split("\r\n\r\n", 2);
        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""", request[1]);
        if (header is null) Assert.DoesNotContain(Header, request[0], StringComparison.OrdinalIgnoreCase);
        else Assert.Contains($"\r\n{Header}: {header}\r\n", request[0] + "\r\n", StringComparison.Ordinal);
    }

    private static string Chunk(string traffic) =>
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"totalTokenCount":10,"trafficType":"{traffic}"},"modelVersion":"real","responseId":"r1"}"""
            .Replace("{traffic}", traffic, StringComparison.Ordinal);

    private static Task<RunningRelay> StartAsync(RawUpstream upstream) => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{"id":"up0","provider":"vertex","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"gemini-3-flash"}]}]
        }
        """);
}
