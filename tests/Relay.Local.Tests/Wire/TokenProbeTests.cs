using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Relay.Forwarding;
using Relay.Health;
using Relay.Ledger;
using Relay.Local.Tests.Running;
using Relay.Routing;

namespace Relay.Local.Tests.Wire;

/// <summary>An account that is asked for one token to see how it does.</summary>
public sealed class TokenProbeTests
{
    private const string Chat = """{"choices":[{"index":0,"message":{"role":"assistant","content":"H"},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":1}}""";

    public static TheoryData<string, string, string, string> Dialects => new()
    {
        {
            "openai-chat", "chat/completions", """{"model":"tiny","messages":[{"role":"user","content":"Hi"}],"max_tokens":1}""", Chat
        },
        {
            // No less is taken there.
            "openai-responses", "responses", """{"model":"tiny","input":[{"type":"message","role":"user","content":"Hi"}],"max_output_tokens":16,"store":false}""",
            """{"id":"r","object":"response","status":"completed","model":"tiny","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"H"}]}],"usage":{"input_tokens":7,"output_tokens":1}}"""
        },
        {
            "anthropic", "messages", """{"model":"tiny","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""",
            """{"id":"m","type":"message","role":"assistant","model":"tiny","content":[{"type":"text","text":"H"}],"stop_reason":"max_tokens","usage":{"input_tokens":7,"output_tokens":1}}"""
        },
        {
            "gemini", "models/tiny:generateContent", """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":1}}""",
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"H"}]},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":1,"totalTokenCount":8}}"""
        },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task OneToken_IsAskedForInTheAccountsDialect_AndIsInTheRecords(string dialect, string path, string body, string answer)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await StartAsync(upstream, dialect);

        await ProbeAsync(relay);

        var request = Assert.Single(upstream.Requests);
        Assert.StartsWith($"POST /v1/{path} HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("sandbox\r\n", request, StringComparison.Ordinal);
        Assert.Equal(body, request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        var record = Assert.Single(await relay.RecordsAsync());
        Assert.Equal(
            ("probe", "relay-probe", dialect, "tiny", "up0", "completed"),
            (Text(record, "key"), Text(record, "project"), Text(record, "dialect"), Text(record, "model"), Text(record, "account"), Text(record, "outcome")));
        Assert.Equal((7, 1), (record.GetProperty("usage").GetProperty("input").GetInt32(), record.GetProperty("usage").GetProperty("output").GetInt32()));
        Assert.Equal(9000, record.GetProperty("cost_nano_usd").GetInt64());
        Assert.Equal(0, Health(relay).Slots.InFlight(DateTimeOffset.MinValue));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnAccountThatIsOut_ComesBackThroughHalfOpen()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chat));
        var time = new ShiftedTime();
        await using var relay = await StartAsync(upstream, "openai-chat", time);
        var breaker = Health(relay).Breaker;
        breaker.TakeOut("upstream_account", BreakerSettings.FirstOut, BreakerSettings.LongestOut, time.GetUtcNow());

        await RunAsync(relay);
        Assert.Empty(upstream.Requests);
        time.Advance(TimeSpan.FromSeconds(6));
        await RunAsync(relay);

        Assert.Single(upstream.Requests);
        Assert.Equal(BreakerState.HalfOpen, breaker.Look(time.GetUtcNow()).State);
    }

    // No list of models shows that there is no credit left.
    [Theory(Timeout = 60_000)]
    [InlineData("401 No", "{}", "open")]
    [InlineData("402 No", "{}", "open")]
    [InlineData("429 No", """{"error":{"type":"insufficient_quota","code":"credit_balance_exhausted"}}""", "open")]
    [InlineData("403 No", "{}", "open")]
    [InlineData("429 No", "{}", "closed")]
    [InlineData("400 No", "{}", "closed")]
    [InlineData("404 No", "{}", "closed")]
    [InlineData("500 No", "{}", "closed")]
    public async Task AnAnswerThatRefusesTheAccount_TakesItOut(string status, string body, string state)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(body, status));
        await using var relay = await StartAsync(upstream, "openai-chat");

        await ProbeAsync(relay);

        Assert.Single(upstream.Requests);
        using var accounts = JsonDocument.Parse(await relay.Admin.GetStringAsync("/api/accounts", TestContext.Current.CancellationToken));
        Assert.Equal(state, accounts.RootElement.GetProperty("data")[0].GetProperty("state").GetString());
        var record = Assert.Single(await relay.RecordsAsync());
        Assert.Equal(("failed", 0), (Text(record, "outcome"), record.GetProperty("cost_nano_usd").GetInt64()));
    }

    [Fact(Timeout = 60_000)]
    public async Task AFaultInRelay_IsSettled_AndTakesNothingOut()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chat));
        await using var relay = await StartAsync(upstream, "openai-chat");
        ((IConfigurationBuilder)relay.Relay.Services.GetRequiredService<IConfiguration>()).Add(new BrokenConfiguration("SANDBOX_API_KEY"));

        await ProbeAsync(relay);

        Assert.Empty(upstream.Requests);
        var record = await relay.RecordAsync(Text(Assert.Single(await relay.RecordsAsync()), "id")!);
        Assert.Equal(("failed", 500, "internal_error"), (Text(record, "outcome"), record.GetProperty("status").GetInt32(), Text(record, "error_code")));
        Assert.Equal(0, relay.Relay.Services.GetRequiredService<CallLedger>().InFlight);
        Assert.Equal(BreakerState.Closed, Health(relay).Breaker.Look(TimeProvider.System.GetUtcNow()).State);
        Assert.Equal(0, Health(relay).Slots.InFlight(DateTimeOffset.MinValue));
    }

    [Fact(Timeout = 60_000)]
    public async Task AnAccountThatIsFull_IsNotAsked()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Chat));
        await using var relay = await StartAsync(upstream, "openai-chat");
        var slots = Health(relay).Slots;
        var slot = slots.TryTake(1, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1));

        await ProbeAsync(relay);
        Assert.Empty(upstream.Requests);
        slots.Return(slot!.Value, TimeSpan.Zero, TimeProvider.System.GetUtcNow());
        await ProbeAsync(relay);

        Assert.Single(upstream.Requests);
    }

    private static Task<RunningRelay> StartAsync(RawUpstream upstream, string dialect, TimeProvider? time = null) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{"id":"up0","provider":"sandbox","dialects":["{{dialect}}"],"base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY",
            "models":["m"],"max_concurrency":1,"probe":{"model":"tiny"} }],
          "prices": [{"model":"tiny","input":1000,"output":2000}]
        }
        """, time);

    private static Task ProbeAsync(RunningRelay relay)
    {
        Health(relay).LastUsed = Health(relay).LastProbed = DateTimeOffset.UnixEpoch;
        return RunAsync(relay);
    }

    private static Task RunAsync(RunningRelay relay) =>
        relay.Relay.Services.GetRequiredService<Probe>().RunAsync(TestContext.Current.CancellationToken);

    private static AccountHealth Health(RunningRelay relay) => relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0");

    private static string? Text(JsonElement record, string name) => record.GetProperty(name).GetString();
}
