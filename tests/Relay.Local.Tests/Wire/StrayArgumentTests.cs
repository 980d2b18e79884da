using Relay.Local.Tests.Running;
using Relay.Local.Tests.Wire.Operations;

namespace Relay.Local.Tests.Wire;

/// <summary>A call without its arguments is another call: those that come when it is no longer open break the stream off.</summary>
public sealed class StrayArgumentTests
{
    private static readonly string Stream = Events(
        """{"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"real","content":[],"usage":{"input_tokens":1,"output_tokens":0}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"delete","input":{}}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"path\":\"x\"}"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}}""",
        """{"type":"message_stop"}""");

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/responses", """{"model":"m","stream":true,"store":false,"input":"x"}""")]
    public async Task ArgumentsOfACallThatHasEnded_AreAnError_Streaming(string path, string body)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Stream));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "anthropic");

        using var response = await relay.PostAsync(path, body);

        await Assert.ThrowsAnyAsync<HttpRequestException>(response.TextAsync);
        Assert.Equal("upstream_malformed", (await relay.RecordAsync(response)).GetProperty("attempts")[0].GetProperty("error_code").GetString());
    }

    private static string Events(params ReadOnlySpan<string> data)
    {
        var text = "";
        foreach (var one in data) text += $"event: {one.Split('"')[3]}\ndata: {one}\n\n";
        return text;
    }
}
