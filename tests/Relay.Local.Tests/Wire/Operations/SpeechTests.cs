using System.Text;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Sound comes through as its bytes come, and without a price unless the provider says what was used.</summary>
public sealed class SpeechTests
{
    private static readonly byte[] Sound = [0xff, 0xf3, 0, 13, 10, 13, 10, 0, 0x80];

    [Fact]
    public async Task Speech_Bytes()
    {
        await using var upstream = RawUpstream.Start((_, stream, cancellationToken) => stream.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: {Sound.Length}\r\nConnection: close\r\n\r\n"), .. Sound],
            cancellationToken).AsTask());
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/speech", """{"model":"m","input":"x","voice":"alloy"}""");

        Assert.Equal(OperationRelay.Request(upstream, "audio/speech", """{"model":"real","input":"x","voice":"alloy"}"""), upstream.Requests.Single());
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Sound.Length, response.Content.Headers.ContentLength);
        Assert.Equal(Sound, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((null, null, null, true), await relay.UsedAsync(response));
        Assert.Equal("completed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Speech_ComesAsItsBytesCome()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await heard.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync("2\r\ncd\r\n0\r\n\r\n"u8.ToArray(), cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/speech", """{"model":"m","input":"x"}""");
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = new byte[2];
        await body.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        heard.SetResult();

        Assert.Equal("ab"u8.ToArray(), first);
        await body.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal("cd"u8.ToArray(), first);
        Assert.Equal(0, await body.ReadAsync(first, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Speech_Streaming()
    {
        const string events = "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AA==\"}\n\n"
            + "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3,\"total_tokens\":10}}\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/speech", """{"model":"m","input":"x","stream_format":"sse"}""");

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(events, await response.TextAsync());
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
    }

    [Fact]
    public async Task SoundThatBreaksOff_HasNoEnd_AndNoTextInIt()
    {
        await using var upstream = RawUpstream.Start(
            "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n");
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/speech", """{"model":"m","input":"x"}""");

        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var heard = new byte[100];
        var count = await body.ReadAtLeastAsync(heard, 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("ab", Encoding.ASCII.GetString(heard, 0, count));
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadAsync(heard, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("truncated", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task AnErrorOfTheProvider_ComesThroughAsItCame()
    {
        const string error = """{"error":{"message":"No such voice","type":"invalid_request_error","param":"voice","code":"bad_voice"}}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(error, "400 Bad Request"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/speech", """{"model":"m","input":"x"}""");

        Assert.Equal((400, error), ((int)response.StatusCode, await response.TextAsync()));
    }
}
