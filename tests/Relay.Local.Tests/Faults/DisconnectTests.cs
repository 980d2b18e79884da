using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Relay.Ingress;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>A caller that leaves ends the provider's work, too, and what was spent until then is recorded.</summary>
public sealed class DisconnectTests
{
    private const int Large = 32 * 1024 * 1024;

    [Theory(Timeout = 60_000)]
    [InlineData(false, "silence=headers")]
    [InlineData(false, "silence=0")]
    [InlineData(false, "ttft=1000000")]
    [InlineData(true, "silence=headers")]
    [InlineData(true, "silence=0")]
    [InlineData(true, "ttft=1000000")]
    public async Task ACallerThatLeavesBeforeTheFirstByte_IsCanceled(bool stream, string spec)
    {
        await using var relay = await FaultRelay.StartAsync();
        var model = $"sandbox:tokens=5,{spec}";
        using var leave = new CancellationTokenSource();
        var calling = relay.Running.ChatAsync(FaultRelay.Body(model, stream), leave.Token);
        await Poll.UntilAsync(() => relay.Sandbox.Log.Count == 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        await IsCanceledAsync(relay, status: 499, output: 0, model, stream);
        Assert.Equal(0, relay.Sandbox.Log.Calls.Single().Tokens);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("silence=2")]
    [InlineData("gap=1000000")]
    public async Task ACallerThatLeavesInTheMiddle_IsCanceled_WithWhatCame_Streaming(string spec)
    {
        await using var relay = await FaultRelay.StartAsync();
        var model = $"sandbox:tokens=5,{spec}";
        var last = spec == "silence=2" ? "word2 " : "word1 ";
        using var leave = new CancellationTokenSource();
        using (var response = await relay.Running.ChatAsync(FaultRelay.Body(model, stream: true), leave.Token))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (!(await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Contains(last, StringComparison.Ordinal))
            {
            }

            await leave.CancelAsync();
        }

        // "word1 word2 " or "word1 ", at four bytes a token.
        await IsCanceledAsync(relay, status: 200, output: spec == "silence=2" ? 3 : 2, model, stream: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallerThatLeavesWhileTheAnswerComes_IsCanceled_Json()
    {
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Large}\r\n\r\n{{"), cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync(upstream);
        var budget = relay.Relay.Services.GetRequiredService<MemoryBudget>();
        using var leave = new CancellationTokenSource();
        var calling = relay.ChatAsync(FaultRelay.Body("m", stream: false), leave.Token);
        // The answer's headers came, and with them its size.
        await Poll.UntilAsync(() => budget.Taken > Large);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        await upstream.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync(() => budget.Taken == 0);
        Assert.Equal("canceled", (await relay.RecordsAsync(1))[0].GetProperty("outcome").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallerThatLeaves_IsNotTriedAtTheNextTarget()
    {
        await using var relay = await FaultRelay.StartAsync("silence=headers");
        using var leave = new CancellationTokenSource();
        var calling = relay.Running.ChatAsync(FaultRelay.Body("healed", stream: true), leave.Token);
        await Poll.UntilAsync(() => relay.Sandbox.Log.Count == 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        await IsCanceledAsync(relay, status: 499, output: 0, "healed", stream: true);
    }

    private static async Task IsCanceledAsync(FaultRelay relay, int status, int output, string model, bool stream)
    {
        var record = (await relay.Running.RecordsAsync(1)).Single();
        Assert.Equal(("canceled", "caller_gone", status), (
            record.GetProperty("outcome").GetString(), record.GetProperty("error_code").GetString(), record.GetProperty("status").GetInt32()));
        Assert.True(record.GetProperty("usage_estimated").GetBoolean());
        var usage = record.GetProperty("usage");
        var input = (FaultRelay.Body(model, stream).Length + 3) / 4;
        Assert.Equal((input, output), (usage.GetProperty("input").GetInt32(), usage.GetProperty("output").GetInt32()));
        Assert.Equal((input * 1000) + (output * 2000), record.GetProperty("cost_nano_usd").GetInt64());
        Assert.Equal(1, record.GetProperty("attempts").GetArrayLength());
        Assert.False(Assert.Single(relay.Sandbox.Log.Calls).Completed);
        await relay.Running.IdleAsync();
    }
}
