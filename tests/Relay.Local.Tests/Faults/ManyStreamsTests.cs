namespace Relay.Local.Tests.Faults;

/// <summary>Many callers of a slow provider at once.</summary>
public sealed class ManyStreamsTests
{
    private const int Streams = 200;

    [Fact(Timeout = 60_000)]
    public async Task TwoHundredSlowStreams_AreAllWhole_AndAllAccountedFor()
    {
        await using var relay = await FaultRelay.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => relay.CallAsync("sandbox:tokens=10,gap=100", stream: true)));

        var text = string.Concat(Enumerable.Range(1, 10).Select(i => $"word{i} "));
        Assert.All(answers, answer =>
        {
            Assert.Equal((200, true, true, text), (answer.Status, answer.Ended, answer.Done, answer.Text));
            Assert.Equal(("completed", (false, 2, 10), 22_000), (answer.Outcome, answer.Usage, answer.Cost));
        });
        // Each its own answer, and no other's.
        Assert.Equal(Streams, answers.Select(answer => answer.Response.Headers.GetValues("x-request-id").Single()).Distinct().Count());
        Assert.All(answers, answer => Assert.Equal(
            answer.Response.Headers.GetValues("x-request-id").Single().Replace("sandbox-", "chatcmpl-", StringComparison.Ordinal),
            Assert.Single(answer.Ids)));
        Assert.Equal(Streams, (await relay.Running.RecordsAsync(Streams)).Count);
        Assert.Equal(Streams, relay.Sandbox.Log.Calls.Count(call => call is { Completed: true, Tokens: 10 }));
        await relay.Running.IdleAsync();
    }
}
