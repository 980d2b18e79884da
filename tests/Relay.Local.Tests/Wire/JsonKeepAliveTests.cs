using System.Globalization;
using System.Text;
using Relay.Local.Tests.Hosting;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A JSON answer that is long in coming: white space keeps the connection, and the bytes are these.</summary>
public sealed class JsonKeepAliveTests
{
    private const string Soon = """, "keep_alive":{"json_after_seconds":0.1}""";
    private const string Answer = """{"choices":[{"index":0,"message":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";
    private const string GeminiBody = """{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = 60_000)]
    public async Task WhiteSpaceComesFirst_ThenTheAnswer_AndAProperEnd()
    {
        await using var upstream = Waiting(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream, Soon);
        using var connection = await SendAsync(relay, "/v1/chat/completions", """{"model":"m","messages":[]}""");

        var first = await connection.ReadUntilAsync("\r\n\r\n1\r\n \r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", first, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", first, StringComparison.Ordinal);
        Assert.Contains("X-Accel-Buffering: no\r\n", first, StringComparison.Ordinal);
        _release.SetResult();

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{Answer.Length:x}\r\n{Answer}\r\n0\r\n\r\n"), await connection.ReadToEndAsync());
        var record = await relay.RecordAsync(IdOf(first));
        Assert.Equal(("completed", 200), (record.GetProperty("outcome").GetString(), record.GetProperty("status").GetInt32()));
    }

    // Claude Code asks so when its stream broke, and waits 300 s.
    [Theory(Timeout = 60_000)]
    [InlineData("anthropic", """{"model":"real","max_tokens":64000,"messages":[{"role":"user","content":"x"}]}""",
        """{"id":"c1","type":"message","role":"assistant","model":"real","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}""")]
    [InlineData("openai-chat", """{"model":"real","messages":[{"role":"user","content":"x"}],"max_tokens":64000}""",
        """{"id":"c1","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""")]
    public async Task ALongMessage_IsWaitedFor_NativeAndTranslated(string dialect, string asked, string made)
    {
        const string Expected = """{"id":"c1","type":"message","role":"assistant","model":"real","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}""";
        await using var upstream = Waiting(RawUpstream.Json(made));
        // Fifty seconds until white space comes, and fifteen more for each time after: 0.5 s and 0.15 s.
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"sandbox","dialects":["{{dialect}}"],"base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
            }
            """, new HurriedTime(100));
        using var connection = await SendAsync(relay, "/v1/messages", """{"model":"m","max_tokens":64000,"messages":[{"role":"user","content":"x"}]}""");
        await connection.ReadUntilAsync("\r\n\r\n1\r\n \r\n1\r\n \r\n1\r\n \r\n");
        _release.SetResult();

        var rest = await connection.ReadToEndAsync();

        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"{Expected.Length:x}\r\n{Expected}\r\n0\r\n\r\n"), rest, StringComparison.Ordinal);
        Assert.EndsWith(asked, upstream.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[]}""")]
    [InlineData("/v1beta/models/m:generateContent", GeminiBody)]
    public async Task WhatFailsThen_IsCutOff_AndNeverAnErrorUnderA200(string path, string body)
    {
        await using var upstream = Waiting(RawUpstream.Json("""{"error":{"message":"no"}}""", "400 Bad Request"));
        await using var relay = await RunningRelay.StartAsync(upstream, Soon);
        using var connection = await SendAsync(relay, path, body);
        var first = await connection.ReadUntilAsync("\r\n\r\n1\r\n \r\n");
        _release.SetResult();

        Assert.Equal("", await connection.ReadToEndAsync());
        var record = await relay.RecordAsync(IdOf(first));
        Assert.Equal(("failed", 200), (record.GetProperty("outcome").GetString(), record.GetProperty("status").GetInt32()));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnotherTarget_CanStillAnswer()
    {
        await using var broken = Waiting(RawUpstream.Json("{}", "500 Internal Server Error"));
        await using var healthy = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync([broken, healthy], Soon);
        using var connection = await SendAsync(relay, "/v1/chat/completions", """{"model":"m","messages":[]}""");
        await connection.ReadUntilAsync("\r\n\r\n1\r\n \r\n");
        _release.SetResult();

        Assert.EndsWith(Answer + "\r\n0\r\n\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private RawUpstream Waiting(string answer) => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        await _release.Task.WaitAsync(cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken);
    });

    private static async Task<RawConnection> SendAsync(RunningRelay relay, string path, string body)
    {
        var connection = await RawConnection.OpenAsync(relay.Relay.Url.Port);
        await connection.SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {relay.Key}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return connection;
    }

    private static string IdOf(string head) => head[head.IndexOf("call_", StringComparison.Ordinal)..][..37];
}
