using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;

namespace Relay.Local.Tests.Faults.Continuing;

/// <summary>Continuations where somebody waits: a provider that falls silent, a caller that leaves, two that run side by side.</summary>
public sealed class WaitingContinuationTests
{
    private const string Chat = "openai-chat";

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        await relay.Running.IdleAsync();
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
}
