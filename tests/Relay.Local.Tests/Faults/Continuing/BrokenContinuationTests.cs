using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>A continuation that fails too: the next target, as long as there is one, and then the end of a stream that broke.</summary>
public sealed class BrokenContinuationTests
{
    private const string Chat = "openai-chat";
    private const string Last =
        "data: {\"error\":{\"message\":\"The provider's answer broke off before its end. Try again.\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_truncated\"}}\n\n";

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    [Fact(Timeout = 60_000)]
    public async Task ACallerThatLeavesDuringTheContinuation_LeavesNothingBehind_Streaming()
    {
        var waiting = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(ContinuationStreams.Cut(Chat, "Once upon")), cancellationToken);
            _reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var relay = await ContinuationRelay.StartAsync(
            [(Chat, RawUpstream.Start(ContinuationStreams.Cut(Chat, ContinuationStreams.Begun))), (Chat, waiting)]);
        using var leaving = new CancellationTokenSource();

        string id;
        using (var response = await relay.AskAsync(Chat, cancellationToken: leaving.Token))
        {
            id = response.Headers.GetValues("x-relay-call-id").Single();
            await _reached.Task.WaitAsync(TestContext.Current.CancellationToken);
            await leaving.CancelAsync();
        }

        await waiting.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        await relay.IsIdleAsync();
        var record = await relay.Running.RecordAsync(id);
        Assert.Equal(("canceled", 2), (record.GetProperty("outcome").GetString(), record.GetProperty("attempts").GetArrayLength()));
    }

    [Fact(Timeout = 60_000)]
    public async Task AProviderThatFallsSilent_IsContinuedFrom_Streaming()
    {
        await using var relay = await ContinuationRelay.StartAsync(
            [(Chat, Silent()), (Chat, RawUpstream.Start(ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)))],
            "\"continue\":true,\"timeouts\":{\"idle_seconds\":0.5}");

        using var response = await relay.AskAsync(Chat);

        Assert.Equal((ContinuationStreams.BeforeOf(Chat) + ContinuationStreams.ResumedOf(Chat), true), await ContinuationRelay.ReadAsync(response));
        Assert.Equal("upstream_timeout", (await relay.RecordAsync(response)).GetProperty("attempts")[0].GetProperty("error_code").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task WithoutTimeLeft_NobodyIsAsked_Streaming()
    {
        await using var relay = await ContinuationRelay.StartAsync(
            [(Chat, Silent()), (Chat, RawUpstream.Start(ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)))],
            "\"continue\":true,\"timeouts\":{\"total_seconds\":2}");

        using var response = await relay.AskAsync(Chat);

        var (body, isWhole) = await ContinuationRelay.ReadAsync(response);
        Assert.False(isWhole);
        Assert.StartsWith(ContinuationStreams.BeforeOf(Chat), body, StringComparison.Ordinal);
        Assert.Empty(relay.Upstreams[1].Requests);
        var record = await relay.RecordAsync(response);
        Assert.Equal(("truncated", "upstream_timeout", 1),
            (record.GetProperty("outcome").GetString(), record.GetProperty("error_code").GetString(), record.GetProperty("attempts").GetArrayLength()));
    }

    // Two ran side by side, the second won and broke off: the first, which was stopped, may go on, and runs alone.
    [Fact(Timeout = 60_000)]
    public async Task WhatWonARaceAndBroke_IsContinuedByTheOther_Streaming()
    {
        var asked = 0;
        var slow = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            if (asked++ == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(ContinuationStreams.Whole(Chat, ContinuationStreams.Rest)), cancellationToken);
        });
        await using var relay = await ContinuationRelay.StartAsync(
            [(Chat, slow), (Chat, RawUpstream.Start(ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)))],
            "\"continue\":true,\"hedge\":{\"max_share\":1}");
        var model = relay.Running.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Model("real");
        for (var i = 0; i < RecentTimes.Fewest; i++) model.Note(stream: true, TimeSpan.FromMilliseconds(1));

        using var response = await relay.AskAsync(Chat);

        Assert.Equal((ContinuationStreams.BeforeOf(Chat) + ContinuationStreams.ResumedOf(Chat), true), await ContinuationRelay.ReadAsync(response));
        var record = await relay.RecordAsync(response);
        Assert.Equal(("completed", "up0"), (record.GetProperty("outcome").GetString(), record.GetProperty("account").GetString()));
        Assert.Equal(["outrun", "upstream_truncated", null], record.GetProperty("attempts").EnumerateArray()
            .Select(static attempt => attempt.TryGetProperty("error_code", out var code) ? code.GetString() : null));
    }

    private static RawUpstream Silent() => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(ContinuationStreams.Cut(Chat, ContinuationStreams.Begun)), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    });

    private static void AssertNumbered(string body, string last)
    {
        var events = body.Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(static line => JsonDocument.Parse(line[6..]).RootElement).ToList();
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(static data => data.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(last, events[^1].GetProperty("type").GetString());
    }
}
