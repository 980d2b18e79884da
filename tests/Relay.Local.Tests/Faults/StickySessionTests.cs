using System.Globalization;
using Relay.Health;
using Relay.Local.Tests.Running;
using Relay.Sandbox;

namespace Relay.Local.Tests.Faults;

/// <summary>Sessions through a running relay in front of four accounts, of which one has an outage.</summary>
public sealed class StickySessionTests(ITestOutputHelper output)
{
    private const int Sessions = 50;
    private const int Turns = 20;
    private const int Begin = 7;
    private const int End = 13;

    [Fact(Timeout = 120_000)]
    public async Task FiftySessionsOfTwentyTurns_KeepTheirAccounts_ButForAnOutage()
    {
        var isOut = false;
        await using var sandbox = await SandboxServer.StartAsync(strike: (model, _) => isOut && model == "b" ? "status=503" : null);
        var time = new ShiftedTime();
        await using var relay = await StartAsync(sandbox, time);
        var own = new string[Sessions];
        var (outside, kept) = (0, 0);
        for (var turn = 0; turn < Turns; turn++)
        {
            isOut = turn is >= Begin and < End;
            if (turn == End) await RecoverAsync(relay, time);
            var accounts = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(session => CallAsync(relay, session, turn)));
            for (var session = 0; session < Sessions; session++)
            {
                if (turn == 0) own[session] = accounts[session];
                Assert.False(isOut && accounts[session] == "b");
                if (isOut && own[session] == "b") continue;
                outside++;
                if (accounts[session] == own[session]) kept++;
            }
        }

        output.WriteLine($"{kept} of {outside} turns outside the outage were on their own account; b had {own.Count(account => account == "b")} of {Sessions} sessions");
        Assert.Contains("b", own);
        Assert.True(kept >= 0.99 * outside, $"{kept} of {outside}");
    }

    [Fact(Timeout = 120_000)]
    public async Task ManySessions_AreSpreadEvenly()
    {
        const int Many = 2000;
        await using var sandbox = await SandboxServer.StartAsync();
        await using var relay = await StartAsync(sandbox, new());
        var accounts = new List<string>();
        foreach (var group in Enumerable.Range(0, Many).Chunk(25))
            accounts.AddRange(await Task.WhenAll(group.Select(session => CallAsync(relay, session, turn: 0))));

        var parts = accounts.CountBy(account => account).ToDictionary();
        output.WriteLine(string.Join(", ", parts.Select(part => $"{part.Key}: {part.Value}")));
        Assert.Equal(4, parts.Count);
        Assert.All(parts.Values, count => Assert.InRange(count, Many / 4 * 0.85, Many / 4 * 1.15));
    }

    // The outage ends when the account has its whole share again: the breaker's time, a probe, and the slow start.
    private static async Task RecoverAsync(RunningRelay relay, ShiftedTime time)
    {
        time.Advance(BreakerSettings.LongestOpen);
        relay.Http.DefaultRequestHeaders.Add("x-relay-only", "b");
        Assert.Equal("b", await CallAsync(relay, session: 0, turn: End));
        relay.Http.DefaultRequestHeaders.Remove("x-relay-only");
        time.Advance(BreakerSettings.SlowStart);
    }

    private static Task<RunningRelay> StartAsync(SandboxServer sandbox, ShiftedTime time) => RunningRelay.StartAsync($$"""
        {
          "accounts": [{{string.Join(',', "abcd".Select(id =>
              $$"""{"id":"{{id}}","provider":"sandbox","base_url":"{{sandbox.BaseUrl}}","secret":"SANDBOX_API_KEY","models":["none"]}"""))}}],
          "models": [{"name":"m","targets":[{{string.Join(',', "abcd".Select(id => $$"""{"account":"{{id}}","model":"{{id}}"}"""))}}]}]
        }
        """, time);

    // No header names the session: it is found by how the conversation begins.
    private static async Task<string> CallAsync(RunningRelay relay, int session, int turn)
    {
        var later = string.Concat(Enumerable.Repeat(""",{"role":"assistant","content":"x"},{"role":"user","content":"more"}""", turn));
        using var response = await relay.ChatAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"question {{session}}"}{{later}}]}"""));
        Assert.True(response.IsSuccessStatusCode);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        return response.Headers.GetValues("x-relay-account").Single();
    }
}
