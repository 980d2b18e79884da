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
