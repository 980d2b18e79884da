using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Relay.Ledger;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A relay that was told to stop: what runs goes on, what is new is sent elsewhere, and nothing stays open.</summary>
public sealed class DrainingTests
{
    private const string Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";

    [Fact(Timeout = 60_000)]
    public async Task ANewCallIs503_AndAStreamRunsToItsEnd_AndIsSettled()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.CutEvents(Event)), cancellationToken);
            await release.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Chunk("data: [DONE]\n\n") + "0\r\n\r\n"), cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var running = await relay.ChatAsync("""{"model":"m","stream":true,"messages":[]}""");
        var ledger = relay.Relay.Services.GetRequiredService<CallLedger>();
        Assert.Equal(1, ledger.InFlight);

        relay.Relay.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var refused = await relay.ChatAsync("""{"model":"m","messages":[]}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
        using var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("relay_draining", error.RootElement.GetProperty("error").GetProperty("code").GetString());

        release.SetResult();
        Assert.Equal(Event + "data: [DONE]\n\n", await running.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("completed", (await relay.RecordAsync(running)).GetProperty("outcome").GetString());
        Assert.Equal(0, ledger.InFlight);
    }
}
