using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relay.Health;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// A second target is asked as well when the first is slow. Both are sockets; the first one's usual time is known to be so short
/// that any wait is late, and what happens next waits for what the other has seen, never for time.
/// </summary>
public sealed class HedgingTests
{
    private const string Role = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private const string Refused = "HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory(Timeout = 60_000)]
    [InlineData("sandbox", false)]
    [InlineData("sandbox", true)]
    [InlineData("google", false)]
    [InlineData("google", true)]
    public async Task ASlowFirst_IsOutrunByTheSecond(string provider, bool stream)
    {
        await using var slow = Waiting(stream && provider == "sandbox" ? RawUpstream.CutEvents(Role) : "", "");
        await using var fast = RawUpstream.Start(provider == "google" ? Gemini(stream) : Chat(stream, "fast"));
        await using var relay = await StartAsync(slow, fast, stream, provider);

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await slow.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((200, "up1", "2"), ((int)response.StatusCode, Header(response, "x-relay-account"), Header(response, "x-relay-attempts")));
        Assert.Contains("fast", body, StringComparison.Ordinal);
        // Nothing of the first, not even how it began.
        if (stream && provider == "sandbox") Assert.DoesNotContain("assistant", body, StringComparison.Ordinal);
        var record = await relay.RecordAsync(response);
        Assert.Equal(("completed", "up1"), (record.GetProperty("outcome").GetString(), record.GetProperty("account").GetString()));
        var attempts = record.GetProperty("attempts");
        Assert.Equal((2, "outrun", true), (attempts.GetArrayLength(), Code(attempts[0]), attempts[0].GetProperty("usage_estimated").GetBoolean()));
        Assert.True(attempts[0].GetProperty("cost_nano_usd").GetInt64() > 0);
        Assert.Equal((null, 7, 3), (Code(attempts[1]), Tokens(attempts[1], "input"), Tokens(attempts[1], "output")));
        Assert.Equal((7 + Tokens(attempts[0], "input"), true), (Tokens(record, "input"), record.GetProperty("usage_estimated").GetBoolean()));
        Assert.Equal(13_000 + attempts[0].GetProperty("cost_nano_usd").GetInt64(), record.GetProperty("cost_nano_usd").GetInt64());
        await relay.IdleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheFirst_WinsJustInTime_AndTheSecondIsStopped(bool stream)
    {
        await using var first = Waiting(stream ? RawUpstream.CutEvents(Role) : "", stream ? Chat(true, "just")[Head(Chat(true, "just"))..] : Chat(false, "just"));
        await using var second = Asked(stream ? RawUpstream.CutEvents(Role) : "");
        await using var relay = await StartAsync(first, second, stream);

        var calling = relay.ChatAsync(FaultRelay.Body("m", stream));
        await _asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _release.SetResult();
        using var response = await calling;
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await second.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("up0", Header(response, "x-relay-account"));
        Assert.Contains("just", body, StringComparison.Ordinal);
        // Its own preamble, once; the other's never.
        if (stream) Assert.Equal(2, body.Split("assistant").Length);
        var record = await relay.RecordAsync(response);
        Assert.Equal(("completed", "up0"), (record.GetProperty("outcome").GetString(), record.GetProperty("account").GetString()));
        var attempts = record.GetProperty("attempts");
        Assert.Equal([null, "outrun"], attempts.EnumerateArray().Select(Code));
        Assert.Equal((7, 7 + Tokens(attempts[1], "input")), (Tokens(attempts[0], "input"), Tokens(record, "input")));
        await relay.IdleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheSecondFailsFirst_AndGivesItsSlotBackBeforeTheFirstAnswers(bool stream)
    {
        await using var first = Waiting("", Chat(stream, "first"));
        await using var second = RawUpstream.Start(Refused);
        await using var relay = await StartAsync(first, second, stream);

        var calling = relay.ChatAsync(FaultRelay.Body("m", stream));
        await Poll.UntilAsync(() => !second.Requests.IsEmpty && Slots(relay, "up1").InFlight(DateTimeOffset.MinValue) == 0);
        Assert.Equal(1, Slots(relay, "up0").InFlight(DateTimeOffset.MinValue));
        _release.SetResult();
        using var response = await calling;

        Assert.Contains("first", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var record = await relay.RecordAsync(response);
        Assert.Equal(("completed", "up0"), (record.GetProperty("outcome").GetString(), record.GetProperty("account").GetString()));
        Assert.Equal([null, "upstream_account"], record.GetProperty("attempts").EnumerateArray().Select(Code));
        await relay.IdleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BothFail_AndTheCallerGetsTheFailure(bool stream)
    {
        await using var first = Waiting("", Refused);
        await using var second = RawUpstream.Start(async (_, socket, cancellationToken) =>
        {
            _release.SetResult();
            await socket.WriteAsync(Encoding.UTF8.GetBytes(Refused), cancellationToken);
        });
        await using var relay = await StartAsync(first, second, stream);

        using var response = await relay.ChatAsync(FaultRelay.Body("m", stream));

        Assert.Equal(503, (int)response.StatusCode);
        var record = await relay.RecordAsync(response);
        Assert.Equal("failed", record.GetProperty("outcome").GetString());
        Assert.Equal(["upstream_account", "upstream_account"], record.GetProperty("attempts").EnumerateArray().Select(Code));
        await relay.IdleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallersMistake_StopsTheSecondToo(bool stream)
    {
        await using var first = Waiting("", RawUpstream.Json("""{"error":{"message":"No.","code":"c"}}""", "422 Bad"));
        await using var second = Asked("");
        await using var relay = await StartAsync(first, second, stream);

        var calling = relay.ChatAsync(FaultRelay.Body("m", stream));
        await _asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        _release.SetResult();
        using var response = await calling;

        await second.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal(["c", "outrun"], (await relay.RecordAsync(response)).GetProperty("attempts").EnumerateArray().Select(Code));
        await relay.IdleAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallerThatLeavesDuringTheRace_LeavesNothingBehind(bool stream)
    {
        await using var first = Waiting("", "");
        await using var second = Asked("");
        await using var relay = await StartAsync(first, second, stream);
        using var leaving = new CancellationTokenSource();

        var calling = relay.ChatAsync(FaultRelay.Body("m", stream), leaving.Token);
        await _asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);

        await first.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        await second.Disconnected.Task.WaitAsync(TestContext.Current.CancellationToken);
        await relay.IdleAsync();
        var record = Assert.Single(await relay.RecordsAsync(1));
        Assert.Equal(("canceled", 2), (record.GetProperty("outcome").GetString(), record.GetProperty("attempts").GetArrayLength()));
    }

    private RawUpstream Waiting(string before, string after) => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(before), cancellationToken);
        await _release.Task.WaitAsync(cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(after), cancellationToken);
    });

    private RawUpstream Asked(string before) => RawUpstream.Start(async (_, stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(before), cancellationToken);
        _asked.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    });

    private static async Task<RunningRelay> StartAsync(RawUpstream first, RawUpstream second, bool stream, string provider = "sandbox")
    {
        var relay = await RunningRelay.StartAsync($$"""
            {
              "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{first.BaseUrl}}","secret":"SANDBOX_API_KEY"},
                           {"id":"up1","provider":"{{provider}}","base_url":"{{second.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","hedge":{"max_share":1},"targets":[{"account":"up0","model":"real"},{"account":"up1","model":"real","priority":1}]}],
              "prices": [{"model":"real","input":1000,"output":2000}]
            }
            """);
        var model = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").Model("real");
        for (var i = 0; i < RecentTimes.Fewest; i++) model.Note(stream, TimeSpan.FromMilliseconds(1));
        return relay;
    }

    private static string Chat(bool stream, string text) => stream
        ? RawUpstream.Events($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n")
        : RawUpstream.Json($"{{\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":7,\"completion_tokens\":3}}}}");

    private static string Gemini(bool stream)
    {
        const string Whole = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"fast\"}]},\"finishReason\":\"STOP\"}],"
            + "\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,\"totalTokenCount\":10}}";
        return stream ? RawUpstream.Events($"data: {Whole}\r\n\r\n") : RawUpstream.Json(Whole);
    }

    private static int Head(string answer) => answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;

    private static string? Code(JsonElement attempt) => attempt.TryGetProperty("error_code", out var code) ? code.GetString() : null;

    private static int Tokens(JsonElement element, string name) => element.GetProperty("usage").GetProperty(name).GetInt32();

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static SlotQueue Slots(RunningRelay relay, string account) =>
        relay.Relay.Services.GetRequiredService<HealthBook>().Account(account).Slots;
}
