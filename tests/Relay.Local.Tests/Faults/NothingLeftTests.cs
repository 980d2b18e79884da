using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Ledger;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// Callers that leave, deadlines that pass, hedges and queues: afterwards there is no lease, no place in a queue, no connection to a
/// provider, no open call, no memory and no timer (which is what a task that was left behind would wait for) more than before.
/// </summary>
public sealed class NothingLeftTests
{
    private const int Many = 20;

    // Of an account that lets two run: those that wait their turn out, and those that leave the queue.
    private const int AtOnce = 2;
    private const int Staying = 5;
    private const int Leaving = 10;

    // So many, the relay's own services may make meanwhile; what calls leave would be at least as many as they.
    private const int OwnTimers = 10;

    // A share saves up no more at once.
    private const int MostHedges = 10;

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CountedTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallersThatLeave(bool stream)
    {
        await using var upstream = Silent(stream);
        await using var relay = await StartAsync([upstream]);
        var before = await IdleAsync(relay, upstream);
        using var leaving = new CancellationTokenSource();
        var calls = Calls(relay, stream, leaving.Token);
        await UntilAsync(() => upstream.Connections == Many, relay, upstream);
        Assert.Equal((Many, Many), (Slots(relay, "up0").InFlight(DateTimeOffset.MinValue), Ledger(relay).InFlight));

        await leaving.CancelAsync();

        foreach (var call in calls) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await IsAsBeforeAsync(before, relay, upstream);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeadlinesThatPass(bool stream)
    {
        await using var upstream = Silent(stream);
        await using var relay = await StartAsync([upstream], """, "timeouts":{"first_byte_seconds":0.3}""");
        var before = await IdleAsync(relay, upstream);

        foreach (var response in await Task.WhenAll(Calls(relay, stream)))
        {
            Assert.Equal(504, (int)response.StatusCode);
            response.Dispose();
        }

        // Each is tried once more.
        Assert.Equal(2 * Many, upstream.Requests.Count);
        await IsAsBeforeAsync(before, relay, upstream);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hedges(bool stream)
    {
        await using var silent = Silent(stream);
        await using var fast = RawUpstream.Start(Answer(stream));
        await using var relay = await StartAsync([silent, fast], hedge: """ "hedge":{"max_share":1}, """);
        var before = await IdleAsync(relay, silent, fast);
        var model = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Model("real");
        for (var i = 0; i < RecentTimes.Most; i++) model.Note(stream, TimeSpan.FromMilliseconds(1));

        foreach (var response in await Task.WhenAll(Calls(relay, stream, count: MostHedges)))
        {
            await response.Content.LoadIntoBufferAsync(Stop);
            Assert.Equal("up1", response.Headers.GetValues("x-relay-account").Single());
            response.Dispose();
        }

        Assert.Equal((MostHedges, MostHedges), (silent.Requests.Count, fast.Requests.Count));
        await IsAsBeforeAsync(before, relay, silent, fast);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task QueuesOfAnAccount_ThatSomeLeave_AndSomeGetThrough(bool stream)
    {
        await using var upstream = RawUpstream.Start(async (_, socket, cancellationToken) =>
        {
            await _release.Task.WaitAsync(cancellationToken);
            await socket.WriteAsync(Encoding.UTF8.GetBytes(Answer(stream)), cancellationToken);
        });
        await using var relay = await StartAsync([upstream], account: $$""" ,"max_concurrency":{{AtOnce}} """);
        var before = await IdleAsync(relay, upstream);
        using var leaving = new CancellationTokenSource();
        var staying = Calls(relay, stream, count: Staying);
        await Poll.UntilAsync(() => Slots(relay, "up0").Waiting == Staying - AtOnce);
        var waiting = Calls(relay, stream, leaving.Token, count: Leaving);
        await Poll.UntilAsync(() => Slots(relay, "up0").Waiting == Staying - AtOnce + Leaving);
        Assert.Equal(AtOnce, Slots(relay, "up0").InFlight(DateTimeOffset.MinValue));

        await leaving.CancelAsync();
        foreach (var call in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Poll.UntilAsync(() => Slots(relay, "up0").Waiting == Staying - AtOnce);
        _release.SetResult();
        foreach (var response in await Task.WhenAll(staying))
        {
            Assert.Equal(200, (int)response.StatusCode);
            await response.Content.LoadIntoBufferAsync(Stop);
            response.Dispose();
        }

        Assert.Equal(Staying, upstream.Requests.Count);
        await IsAsBeforeAsync(before, relay, upstream);
    }

    // Waits until all is given back.
    private async Task IsAsBeforeAsync(int before, RunningRelay relay, params IReadOnlyList<RawUpstream> upstreams)
    {
        await UntilAsync(() => upstreams.All(upstream => upstream.Connections == 0), relay, upstreams);
        await relay.IdleAsync();
        await UntilAsync(() => _time.Timers - before < OwnTimers, relay, upstreams);
    }

    // What is never so is told with how all stands.
    private async Task UntilAsync(Func<bool> condition, RunningRelay relay, params IReadOnlyList<RawUpstream> upstreams)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        while (!condition())
        {
            Assert.False(
                patience.IsCancellationRequested,
                $"{string.Join('+', upstreams.Select(upstream => $"{upstream.Connections} of {upstream.Requests.Count}"))} connections, "
                + $"{Ledger(relay).InFlight} calls, {Slots(relay, "up0").InFlight(DateTimeOffset.MinValue)} slots, {_time.Timers} timers");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<int> IdleAsync(RunningRelay relay, params IReadOnlyList<RawUpstream> upstreams)
    {
        await relay.IdleAsync();
        await Poll.UntilAsync(() => upstreams.All(upstream => upstream.Connections == 0));
        return _time.Timers;
    }

    private static List<Task<HttpResponseMessage>> Calls(RunningRelay relay, bool stream, CancellationToken? leave = null, int count = Many) =>
        [.. Enumerable.Range(0, count).Select(_ => relay.ChatAsync(FaultRelay.Body("m", stream), leave ?? Stop))];

    private static RawUpstream Silent(bool stream) => RawUpstream.Start(async (_, socket, cancellationToken) =>
    {
        if (stream) await socket.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.CutEvents(": nothing yet\n\n")), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    });

    private Task<RunningRelay> StartAsync(IReadOnlyList<RawUpstream> upstreams, string more = "", string hedge = "", string account = "") =>
        RunningRelay.StartAsync($$"""
            {
              "accounts": [{{string.Join(',', upstreams.Select((upstream, i) =>
                  $$"""{"id":"up{{i}}","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"{{account}}}"""))}}],
              "models": [{"name":"m",{{hedge}}"targets":[{{string.Join(',', upstreams.Select((_, i) =>
                  $$"""{"account":"up{{i}}","model":"real","priority":{{i}}}"""))}}]}]
              {{more}}
            }
            """, _time);

    private static string Answer(bool stream) => stream
        ? RawUpstream.Events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
        : RawUpstream.Json("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");

    private static SlotQueue Slots(RunningRelay relay, string account) =>
        relay.Relay.Services.GetRequiredService<HealthBook>().Account(account).Slots;

    private static CallLedger Ledger(RunningRelay relay) => relay.Relay.Services.GetRequiredService<CallLedger>();
}
