using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Relay.Forwarding;
using Relay.Health;
using Relay.Local.Tests.Faults;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>What a running relay learns of its accounts, and does with it.</summary>
public sealed class HealthWireTests
{
    private const string Good = """{"choices":[{"index":0,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"}]}""";

    [Fact(Timeout = 60_000)]
    public async Task AnAccountThatWasRefused_GetsNoMoreCalls_UntilAProbeGoesWell()
    {
        await using var refusing = RawUpstream.Start((request, stream, cancellationToken) => stream.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes(request.StartsWith("GET /v1/models ", StringComparison.Ordinal)
                ? RawUpstream.Json("""{"data":[]}""") : RawUpstream.Json("{}", "401 No")), cancellationToken).AsTask());
        await using var good = RawUpstream.Start(RawUpstream.Json(Good));
        await using var relay = await RunningRelay.StartAsync([refusing, good]);
        for (var i = 0; i < 3; i++)
        {
            using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
            Assert.Equal("up1", response.Headers.GetValues("x-relay-account").Single());
        }

        Assert.Single(refusing.Requests);
        var account = (await AccountsAsync(relay))[0];
        Assert.Equal(("up0", "open", "upstream_account"), (
            account.GetProperty("id").GetString(), account.GetProperty("state").GetString(), account.GetProperty("reason").GetString()));

        var book = relay.Relay.Services.GetRequiredService<HealthBook>();
        book.Account("up0").Breaker.ProbeSucceeded(TimeProvider.System.GetUtcNow());
        using var probing = await relay.ChatAsync(FaultRelay.Body("m", stream: false));

        Assert.Equal(200, (int)probing.StatusCode);
        Assert.Equal(2, refusing.Requests.Count);
        Assert.Equal("open", (await AccountsAsync(relay))[0].GetProperty("state").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task AModelThatRests_IsLeftAlone_AndOtherModelsAreNot()
    {
        await using var busy = RawUpstream.Start(RawUpstream.Json("{}", "429 Too Many", "x-ratelimit-limit-requests: 10\r\nx-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 6m0s\r\n"));
        await using var good = RawUpstream.Start(RawUpstream.Json(Good));
        await using var relay = await RunningRelay.StartAsync([busy, good]);
        for (var i = 0; i < 2; i++)
        {
            using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
            Assert.Equal("up1", response.Headers.GetValues("x-relay-account").Single());
        }

        Assert.Single(busy.Requests);
        var account = (await AccountsAsync(relay))[0];
        Assert.Equal("closed", account.GetProperty("state").GetString());
        var model = account.GetProperty("models")[0];
        Assert.Equal(("real", "open", 0.0), (
            model.GetProperty("model").GetString(), model.GetProperty("state").GetString(), model.GetProperty("headroom").GetDouble()));
        var wait = model.GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(wait, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
    }

    [Fact(Timeout = 60_000)]
    public async Task AModelThatAnAccountDoesNotKnow_IsLeftOutThere()
    {
        await using var without = RawUpstream.Start(RawUpstream.Json("{}", "404 Not Found"));
        await using var good = RawUpstream.Start(RawUpstream.Json(Good));
        await using var relay = await RunningRelay.StartAsync([without, good]);
        for (var i = 0; i < 2; i++) (await relay.ChatAsync(FaultRelay.Body("m", stream: false))).Dispose();

        Assert.Single(without.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task WhatIsOpenEverywhere_IsTriedAllTheSame()
    {
        await using var refusing = RawUpstream.Start(RawUpstream.Json("{}", "401 No"));
        await using var relay = await RunningRelay.StartAsync(refusing);
        for (var i = 0; i < 3; i++)
        {
            using var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false));
            Assert.Equal(503, (int)response.StatusCode);
        }

        Assert.Equal(3, refusing.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task ACallersMistake_CountsAgainstNobody()
    {
        await using var strict = RawUpstream.Start(RawUpstream.Json("""{"error":{"message":"No.","code":"context_length_exceeded"}}""", "400 Bad"));
        await using var relay = await RunningRelay.StartAsync(strict);
        for (var i = 0; i < 5; i++) (await relay.ChatAsync(FaultRelay.Body("m", stream: false))).Dispose();

        var account = (await AccountsAsync(relay))[0];
        Assert.Equal("closed", account.GetProperty("state").GetString());
        Assert.Equal("closed", account.GetProperty("models")[0].GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, account.GetProperty("last_error").ValueKind);
    }

    [Fact(Timeout = 60_000)]
    public async Task AProbe_AsksForTheModels_WithTheAccountsKey()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("""{"data":[]}"""));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var health = relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0");
        health.LastUsed = DateTimeOffset.UnixEpoch;

        await relay.Relay.Services.GetRequiredService<Probe>().RunAsync(TestContext.Current.CancellationToken);
        // It was just looked at.
        await relay.Relay.Services.GetRequiredService<Probe>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            $"GET /v1/models HTTP/1.1\r\nHost: {new Uri(upstream.BaseUrl).Authority}\r\nAccept-Encoding: identity\r\nAuthorization: Bearer sandbox\r\n\r\n",
            Assert.Single(upstream.Requests));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("401 No", "open")]
    [InlineData("403 No", "closed")]
    [InlineData("404 No", "closed")]
    public async Task AProbeThatIsRefused_TakesTheAccountOut(string status, string state)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json("{}", status));
        await using var relay = await RunningRelay.StartAsync(upstream);
        relay.Relay.Services.GetRequiredService<HealthBook>().Account("up0").LastUsed = DateTimeOffset.UnixEpoch;

        await relay.Relay.Services.GetRequiredService<Probe>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(state, (await AccountsAsync(relay))[0].GetProperty("state").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task MoreCallsThanAnAccountTakes_Wait_ThenAreToldWhenToComeBack()
    {
        var release = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async (_, stream, cancellationToken) =>
        {
            await release.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(RawUpstream.Json(Good)), cancellationToken);
        });
        await using var relay = await RunningRelay.StartAsync($$"""
            {"accounts":[{"id":"up0","provider":"sandbox","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["m"],"max_concurrency":1}]}
            """);
        var calls = Enumerable.Range(0, SlotQueue.MostWaitingOfKey + 2).Select(_ => relay.ChatAsync(FaultRelay.Body("m", stream: false))).ToList();

        // One runs, twenty wait, and one is one too many.
        using var refused = await await Task.WhenAny(calls);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Contains("accounts_busy", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        release.SetResult();
        var answers = await Task.WhenAll(calls);

        Assert.Equal(SlotQueue.MostWaitingOfKey + 1, answers.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal(SlotQueue.MostWaitingOfKey + 1, upstream.Requests.Count);
        await relay.IdleAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task TheStatus_NeedsNoKey_AndTheAccountsDo()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Good));
        await using var relay = await RunningRelay.StartAsync(upstream);
        // It is counted before its record is there.
        using (var response = await relay.ChatAsync(FaultRelay.Body("m", stream: false))) await relay.RecordAsync(response);
        await relay.Relay.Services.GetRequiredService<StatusBook>().WriteAsync(TestContext.Current.CancellationToken);

        var status = await relay.Anonymous.GetStringAsync(new Uri(relay.Relay.Url, "/api/status"), TestContext.Current.CancellationToken);
        using var accounts = await relay.Anonymous.GetAsync(new Uri(relay.Relay.Url, "/api/accounts"), TestContext.Current.CancellationToken);

        Assert.Contains("\"model\":\"m\"", status, StringComparison.Ordinal);
        Assert.DoesNotContain("up0", status, StringComparison.Ordinal);
        Assert.Equal(401, (int)accounts.StatusCode);
    }

    private static async Task<JsonElement> AccountsAsync(RunningRelay relay) => JsonDocument.Parse(
        await relay.Admin.GetStringAsync("/api/accounts", TestContext.Current.CancellationToken)).RootElement.GetProperty("data");
}
