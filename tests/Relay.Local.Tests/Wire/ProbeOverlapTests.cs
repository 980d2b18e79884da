using Microsoft.Extensions.DependencyInjection;
using Relay.Forwarding;
using Relay.Health;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A probe's timer may come twice, or before its last run is over: each account is asked once all the same.</summary>
public sealed class ProbeOverlapTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunsThatOverlap_AskOnce_AndOneAfterAnotherChangesNothing(bool open)
    {
        var release = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"data\":[]}"u8.ToArray(), cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);
        var account = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0");
        var now = TimeProvider.System.GetUtcNow();
        account.LastUsed = DateTimeOffset.UnixEpoch;
        if (open) account.Breaker.TakeOut("upstream_account", TimeSpan.FromHours(1), TimeSpan.FromHours(1), now.AddMinutes(-1));
        var probe = relay.Relay.Services.GetRequiredService<Probe>();

        var first = probe.RunAsync(Stop);
        var second = probe.RunAsync(Stop);
        await second;
        release.SetResult();
        await first;
        var after = account.Breaker.Look(TimeProvider.System.GetUtcNow());
        await probe.RunAsync(Stop);

        Assert.Single(upstream.Requests);
        Assert.Equal((after.State, after.Reason), (account.Breaker.Look(TimeProvider.System.GetUtcNow()).State, account.Breaker.Look(TimeProvider.System.GetUtcNow()).Reason));
    }
}
