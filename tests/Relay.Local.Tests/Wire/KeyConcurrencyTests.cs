using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>A key with <c>max_concurrency</c>, as its caller and others see it.</summary>
public sealed class KeyConcurrencyTests
{
    private const string Good = """{"choices":[{"index":0,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"}]}""";

    [Fact(Timeout = 60_000)]
    public async Task OneCallTooMany_Waits_AndMoreAreToldWhenToComeBack_AndOtherKeysAreNot()
    {
        var release = new TaskCompletionSource();
        await using var upstream = Held(release.Task);
        await using var relay = await RunningRelay.StartAsync(upstream);
        var key = await relay.NewKeyAsync("""{"max_concurrency":1}""");
        var calls = Enumerable.Range(0, SlotQueue.MostWaitingOfKey + 2).Select(_ => CallAsync(relay, key)).ToList();

        // One runs, twenty wait, and one is one too many.
        using var refused = await await Task.WhenAny(calls);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Contains("key_busy", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(1, relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Slots.InFlight(DateTimeOffset.MinValue));

        var other = relay.ChatAsync(FaultRelay.Body("m", stream: false));
        release.SetResult();
        using var ofOther = await other;
        Assert.Equal(200, (int)ofOther.StatusCode);
        var answers = await Task.WhenAll(calls);
        Assert.Equal(SlotQueue.MostWaitingOfKey + 1, answers.Count(answer => answer.IsSuccessStatusCode));
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallerThatLeft_LeavesNoSlotBehind()
    {
        var release = new TaskCompletionSource();
        await using var upstream = Held(release.Task);
        await using var relay = await RunningRelay.StartAsync(upstream);
        var key = await relay.NewKeyAsync("""{"max_concurrency":1}""");
        using (var leave = new CancellationTokenSource())
        {
            var calling = CallAsync(relay, key, leave.Token);
            await Poll.UntilAsync(() => !upstream.Requests.IsEmpty);
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        }

        release.SetResult();
        using var next = await CallAsync(relay, key);
        Assert.Equal(200, (int)next.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task TheLimit_CanBeChanged_AndTakenAway()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Good));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var id = (await relay.NewKeyAsync("""{"max_concurrency":2}""")).Split('-')[2];

        Assert.Contains("\"max_concurrency\":3,\"disabled\":false", await ChangeAsync(relay, id, """{"max_concurrency":3}"""), StringComparison.Ordinal);
        Assert.Contains("\"max_concurrency\":3,\"disabled\":true", await ChangeAsync(relay, id, """{"disabled":true}"""), StringComparison.Ordinal);
        Assert.Contains("\"max_concurrency\":null,\"disabled\":true", await ChangeAsync(relay, id, """{"max_concurrency":0}"""), StringComparison.Ordinal);
        foreach (var wrong in new[] { """{"max_concurrency":-1}""", """{"max_concurrency":100001}""", """{"max_concurrency":"many"}""", "{}" })
            Assert.Contains("\"code\":\"invalid_", await ChangeAsync(relay, id, wrong), StringComparison.Ordinal);
    }

    private static RawUpstream Held(Task until) => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        await until.WaitAsync(cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(RawUpstream.Json(Good)), cancellationToken);
    });

    private static Task<HttpResponseMessage> CallAsync(RunningRelay relay, string key, CancellationToken? cancellationToken = null) =>
        relay.Anonymous.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Relay.Url, "/v1/chat/completions"))
            {
                Content = new StringContent(FaultRelay.Body("m", stream: false), Encoding.UTF8, "application/json"),
                Headers = { Authorization = new("Bearer", key) },
            },
            cancellationToken ?? TestContext.Current.CancellationToken);

    private static async Task<string> ChangeAsync(RunningRelay relay, string id, string body)
    {
        using var changed = await relay.Admin.PatchAsync(
            $"/api/keys/{id}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        return await changed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
