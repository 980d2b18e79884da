using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>
/// The first-token rule, for callers of each dialect and providers of the same and of another: whatever goes wrong under a
/// 200 before there is something to use, the next target answers, and nothing of the first is seen.
/// </summary>
public sealed class FirstTokenTests
{
    private const string Contents = """{"contents":[{"role":"user","parts":[{"text":"x"}]}]}""";

    private static readonly string[] Faults =
    [
        "error", "error behind preamble", "nothing", "comment only", "end only", "end behind preamble", "cut behind preamble", "cut at once", "html", "json",
    ];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var (caller, providers) in ((string, string[])[])
            [
                ("chat", ["cerebras", "google", "anthropic"]), ("messages", ["anthropic", "cerebras"]), ("responses", ["openai", "cerebras", "anthropic"]),
                ("gemini", ["google", "cerebras"]), ("gemini as array", ["google", "cerebras"]),
            ])
        {
            foreach (var provider in providers)
            {
                foreach (var fault in Faults) cases.Add(caller, provider, fault);
                if (FirstTokenEvents.Of[provider].Finish.Length > 0) cases.Add(caller, provider, "finish without end");
            }
        }

        return cases;
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cases))]
    public async Task AFaultBeforeTheFirstToken_IsHealed(string caller, string provider, string fault)
    {
        var events = FirstTokenEvents.Of[provider];
        await using var faulty = RawUpstream.Start(events.Answer(fault));
        await using var healthy = RawUpstream.Start(RawUpstream.Events(events.Good));
        await using var relay = await StartAsync(provider, faulty, healthy);
        var (path, body) = RequestOf(caller);

        using var response = await relay.Http.PostAsync(
            path, new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        // A body without its proper end throws here.
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.Contains("word", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("faulty", answer, StringComparison.Ordinal);
        Assert.Equal("up1", response.Headers.GetValues("x-relay-account").Single());
        var record = await relay.RecordAsync(response);
        Assert.Equal(["up0", "up1"], record.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("account").GetString()));
        Assert.Equal("completed", record.GetProperty("outcome").GetString());
    }

    private static (string Path, string Body) RequestOf(string caller) => caller switch
    {
        "chat" => ("/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}"""),
        "messages" => ("/v1/messages", """{"model":"m","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"x"}]}"""),
        "responses" => ("/v1/responses", """{"model":"m","stream":true,"store":false,"input":"x"}"""),
        "gemini" => ("/v1beta/models/m:streamGenerateContent?alt=sse", Contents),
        _ => ("/v1beta/models/m:streamGenerateContent", Contents),
    };

    private static Task<RunningRelay> StartAsync(string provider, params RawUpstream[] upstreams) => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{{string.Join(',', upstreams.Select((upstream, i) =>
              $$"""{"id":"up{{i}}","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"}"""))}}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"real"},{"account":"up1","model":"real","priority":1}]}]
        }
        """);
}
