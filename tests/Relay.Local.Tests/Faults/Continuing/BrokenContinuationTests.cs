using System.Text;
using System.Text.Json;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>A continuation that fails too: the next target, as long as there is one, and then the end of a stream that broke.</summary>
public sealed class BrokenContinuationTests
{
    private const string Chat = "openai-chat";
    private const string Last =
        "data: {\"error\":{\"message\":\"The provider's answer broke off before its end. Try again.\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_truncated\"}}\n\n";

    [Theory(Timeout = 60_000)]
    // While it repeats, and behind that.
    [InlineData("Once upon a t", 1, "Once upon a time there was a fox.")]
    [InlineData("Once upon a time there was a fox", 1, "a time there was a fox.")]
    public async Task TheThirdTarget_GoesOnWithWhatTheSecondLeft_Streaming(string second, int marks, string third)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            (Chat, ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)),
            (Chat, ContinuationStreams.Cut(Chat, second)),
            ("anthropic", ContinuationStreams.Whole("anthropic", third)));

        using var response = await relay.AskAsync(Chat);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.Equal((true, marks + 1), (isWhole, body.Split(": relay-continued").Length - 1));
        Assert.Equal("Once upon a time there was a fox.", ContinuationTests.TextOf(body));
        Assert.Single(body.Split("\"role\"").Skip(1));
        var soFar = second.Length > ContinuationStreams.Begun.Length ? second : ContinuationStreams.Begun;
        Assert.Contains($"{{\"role\":\"assistant\",\"content\":\"{soFar}\"}}", relay.BodyAt(2), StringComparison.Ordinal);
        var record = await relay.RecordAsync(response);
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
        Assert.Equal(
            [("up0", false, "upstream_truncated"), ("up1", true, "upstream_truncated"), ("up2", true, null)],
            record.GetProperty("attempts").EnumerateArray().Select(static attempt => (
                attempt.GetProperty("account").GetString(), attempt.TryGetProperty("continues", out _),
                attempt.TryGetProperty("error_code", out var code) ? code.GetString() : null)));
    }

    [Theory(Timeout = 60_000)]
    // No mistake of the caller's, for the caller did not ask this.
    [InlineData("400 Bad")]
    [InlineData("401 No")]
    [InlineData("429 Too many")]
    [InlineData("500 Oops")]
    public async Task ATargetThatRefuses_IsPassedOver_Streaming(string status)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            (Chat, ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)),
            (Chat, RawUpstream.Json("""{"error":{"message":"This model does not support prefill.","type":"invalid_request_error"}}""", status, "Retry-After: 60\r\n")),
            (Chat, ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)));

        using var response = await relay.AskAsync(Chat);

        Assert.Equal((ContinuationStreams.BeforeOf(Chat) + ContinuationStreams.ResumedOf(Chat), true), await ContinuationRelay.ReadAsync(response));
        Assert.Equal(3, (await relay.RecordAsync(response)).GetProperty("attempts").GetArrayLength());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Chat, "data: [DONE]\n\n")]
    [InlineData("anthropic", "data: {\"type\":\"message_stop\"}\n\n")]
    [InlineData("openai-responses", "data: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r\",\"output\":[]}}\n\n")]
    [InlineData("gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]}\n\n")]
    public async Task ATargetThatSaysNothing_IsPassedOver_Streaming(string dialect, string events)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            (Chat, ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)),
            (dialect, RawUpstream.Events(events)),
            (Chat, ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)));

        using var response = await relay.AskAsync(Chat);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.Equal(("Once upon a time there was a fox.", true), (ContinuationTests.TextOf(body), isWhole));
        Assert.Equal(3, (await relay.RecordAsync(response)).GetProperty("attempts").GetArrayLength());
    }

    [Fact(Timeout = 60_000)]
    public async Task TheOnlyTarget_IsAskedOnceMore_Streaming()
    {
        var asked = 0;
        var upstream = RawUpstream.Start((_, stream, cancellationToken) => stream.WriteAsync(
            Encoding.UTF8.GetBytes(asked++ == 0 ? ContinuationStreams.Cut(Chat, ContinuationStreams.Begun) : ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)),
            cancellationToken).AsTask());
        await using var relay = await ContinuationRelay.StartAsync([(Chat, upstream)]);

        using var response = await relay.AskAsync(Chat);

        Assert.Equal((ContinuationStreams.BeforeOf(Chat) + ContinuationStreams.ResumedOf(Chat), true), await ContinuationRelay.ReadAsync(response));
        Assert.Equal(2, (await relay.RecordAsync(response)).GetProperty("attempts").GetArrayLength());
    }

    // What is said is how the answer broke, not what a provider has against being asked for the rest.
    [Fact(Timeout = 60_000)]
    public async Task WhenAllRefuse_TheStreamEndsAsItBroke_Streaming()
    {
        var asked = 0;
        var upstream = RawUpstream.Start((_, stream, cancellationToken) => stream.WriteAsync(
            Encoding.UTF8.GetBytes(asked++ == 0 ? ContinuationStreams.Cut(Chat, ContinuationStreams.Begun) : RawUpstream.Json("""{"error":{"message":"No.","code":"c"}}""", "400 Bad")),
            cancellationToken).AsTask());
        await using var relay = await ContinuationRelay.StartAsync([(Chat, upstream)]);

        using var response = await relay.AskAsync(Chat);

        Assert.Equal((ContinuationStreams.BeforeOf(Chat) + Last, false), await ContinuationRelay.ReadAsync(response));
        var record = await relay.RecordAsync(response);
        Assert.Equal(("truncated", "upstream_truncated"), (record.GetProperty("outcome").GetString(), record.GetProperty("error_code").GetString()));
        Assert.Equal("c", record.GetProperty("attempts")[1].GetProperty("error_code").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Chat)]
    [InlineData("openai-responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task WhenNoneIsLeft_TheStreamEndsAsOneThatBroke_Streaming(string dialect)
    {
        await using var relay = await ContinuationRelay.StartAsync(
            (dialect, ContinuationStreams.Cut(dialect, ContinuationStreams.Begun)),
            (dialect, ContinuationStreams.Cut(dialect, ContinuationStreams.Rest[0], "ime there was a")));

        using var response = await relay.AskAsync(dialect);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.Equal(dialect == "gemini", isWhole);
        Assert.StartsWith(ContinuationStreams.Start(dialect, ContinuationStreams.Begun), body, StringComparison.Ordinal);
        Assert.Contains("\" a\"", body, StringComparison.Ordinal);
        if (dialect == Chat) Assert.EndsWith(Last, body, StringComparison.Ordinal);
        if (dialect == "openai-responses") AssertNumbered(body, "response.failed");
        var record = await relay.RecordAsync(response);
        Assert.Equal(("truncated", "upstream_truncated"), (record.GetProperty("outcome").GetString(), record.GetProperty("error_code").GetString()));
        // Each twice at the most.
        Assert.InRange(record.GetProperty("attempts").GetArrayLength(), 3, 4);
    }

    [Fact(Timeout = 60_000)]
    public async Task NothingMoreToSay_IsAnEnd_Streaming()
    {
        await using var relay = await ContinuationRelay.StartAsync(
            (Chat, ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)), (Chat, ContinuationStreams.Whole(Chat)));

        using var response = await relay.AskAsync(Chat);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.Equal((ContinuationStreams.Begun, true), (ContinuationTests.TextOf(body), isWhole));
        Assert.Equal("completed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    private static void AssertNumbered(string body, string last)
    {
        var events = body.Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(static line => JsonDocument.Parse(line[6..]).RootElement).ToList();
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(static data => data.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(last, events[^1].GetProperty("type").GetString());
    }
}
