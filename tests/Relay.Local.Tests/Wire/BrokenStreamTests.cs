using System.Net.Sockets;
using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A stream that breaks after a part of it went out: an error event, and then no end.</summary>
public sealed class BrokenStreamTests
{
    private const string Content = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
    private const string TruncatedEvent =
        "data: {\"error\":{\"message\":\"The provider's answer broke off before its end. Try again.\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_truncated\"}}\n\n";

    public static TheoryData<string, string, string> Broken => new()
    {
        { "cut", RawUpstream.CutEvents(Content), TruncatedEvent },
        { "cut inside an event", RawUpstream.CutEvents(Content + "data: {\"choi"), TruncatedEvent },
        { "ended without [DONE]", RawUpstream.Events(Content), TruncatedEvent },
        {
            "malformed", RawUpstream.Events(Content + "data: {\"choices\":[\n\n" + "data: [DONE]\n\n"),
            TruncatedEvent.Replace("broke off before its end", "could not be read", StringComparison.Ordinal)
                .Replace("upstream_truncated", "upstream_malformed", StringComparison.Ordinal)
        },
        {
            "an error event", RawUpstream.Events(Content + "data: {\"error\":{\"message\":\"x\",\"code\":\"server_error\"}}\n\ndata: [DONE]\n\n"),
            "data: {\"error\":{\"message\":\"x\",\"code\":\"server_error\"}}\n\n"
        },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task ABrokenStream_EndsWithAnErrorEvent_AndNoTerminator(string how, string upstreamAnswer, string lastEvent)
    {
        Assert.NotEmpty(how);
        await using var upstream = RawUpstream.Start(upstreamAnswer);
        await using var relay = await RunningRelay.StartAsync(upstream);

        var (head, body, id) = await ReadRawAsync(relay);

        Assert.StartsWith("HTTP/1.1 200 OK", head, StringComparison.Ordinal);
        Assert.Equal(Content + lastEvent, Unchunk(body, out var terminated));
        Assert.False(terminated);
        var record = await relay.RecordAsync(id);
        Assert.Equal("truncated", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("usage_estimated").GetBoolean());
    }

    [Fact]
    public async Task ARawClient_SeesTheEventAndNoTerminator_In200Of200Runs()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.CutEvents(Content));
        await using var relay = await RunningRelay.StartAsync(upstream);
        for (var run = 0; run < 200; run++)
        {
            var (_, body, _) = await ReadRawAsync(relay);
            Assert.Equal(Content + TruncatedEvent, Unchunk(body, out var terminated));
            Assert.False(terminated);
        }

        // The last is settled just after its connection closes.
        Assert.All(await relay.RecordsAsync(200), record => Assert.Equal("truncated", record.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task ACallerThatLeaves_EndsTheProvidersStream_AndIsSettled()
    {
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.CutEvents(Content)), cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var leave = new CancellationTokenSource();
        string id;
        using (var response = await relay.ChatAsync("""{"model":"m","stream":true}""", leave.Token))
        {
            id = response.Headers.GetValues("x-relay-call-id").Single();
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await body.ReadExactlyAsync(new byte[Content.Length], TestContext.Current.CancellationToken);
            await leave.CancelAsync();
        }

        await upstream.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        var record = await relay.RecordAsync(id);
        Assert.Equal("canceled", record.GetProperty("outcome").GetString());
        Assert.Equal("caller_gone", record.GetProperty("error_code").GetString());
        Assert.True(record.GetProperty("usage_estimated").GetBoolean());
    }

    [Fact]
    public async Task EachEvent_GoesOnAtOnce()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellationToken);
            for (var i = 0; i < 20; i++)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Chunk(Content)), cancellationToken);
                // The provider goes on only when the caller has this one.
                await next.WaitAsync(cancellationToken);
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Chunk("data: [DONE]\n\n") + "0\r\n\r\n"), cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.ChatAsync("""{"model":"m","stream":true}""");
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var seen = new byte[Content.Length];
        for (var i = 0; i < 20; i++)
        {
            await body.ReadExactlyAsync(seen, TestContext.Current.CancellationToken);
            Assert.Equal(Content, Encoding.UTF8.GetString(seen));
            next.Release();
        }
    }

    private static async Task<(string Head, string Body, string Id)> ReadRawAsync(RunningRelay relay)
    {
        const string body = """{"model":"m","stream":true}""";
        using var client = new TcpClient();
        await client.ConnectAsync(relay.Relay.Url.Host, relay.Relay.Url.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer {relay.Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var id = all[all.IndexOf("call_", StringComparison.Ordinal)..][..37];
        return (all[..end], all[(end + 4)..], id);
    }

    private static string Unchunk(string body, out bool terminated)
    {
        var text = new StringBuilder();
        terminated = false;
        while (body.Length > 0)
        {
            var end = body.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(body[..end], 16);
            if (length == 0)
            {
                terminated = true;
                break;
            }

            text.Append(body.AsSpan(end + 2, length));
            body = body[(end + 2 + length + 2)..];
        }

        return text.ToString();
    }
}
