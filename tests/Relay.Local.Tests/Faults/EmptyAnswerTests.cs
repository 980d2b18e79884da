using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Faults;

/// <summary>What of a stream without a single piece is an answer: one that says why it ended, or has all of its content at its end.</summary>
public sealed class EmptyAnswerTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("/v1/chat/completions", "cerebras", "\"finish_reason\":\"stop\"", "data: [DONE]\n\n")]
    [InlineData("/v1/chat/completions", "anthropic", "\"finish_reason\":\"stop\"", "data: [DONE]\n\n")]
    [InlineData("/v1/messages", "anthropic", "\"stop_reason\":\"end_turn\"", "{\"type\":\"message_stop\"}\n\n")]
    [InlineData("/v1/messages", "cerebras", "\"stop_reason\":\"end_turn\"", "{\"type\":\"message_stop\"}\n\n")]
    public async Task OneThatIsWhole_IsTheAnswer(string path, string provider, string finish, string end)
    {
        var events = FirstTokenEvents.Of[provider];
        var answer = await AskAsync(path, provider, events.Preamble + events.Finish + events.End);

        Assert.Contains(finish, answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/v1/responses")]
    [InlineData("/v1/chat/completions")]
    public async Task AllAtTheEndOfResponses_IsTheAnswer(string path)
    {
        const string Completed = "data: {\"type\":\"response.completed\",\"sequence_number\":1,\"response\":{\"id\":\"r\",\"status\":\"completed\",\"model\":\"real\",\"output\":[{\"id\":\"i\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"word\",\"annotations\":[]}]}]}}\n\n";

        var answer = await AskAsync(path, "openai", FirstTokenEvents.Of["openai"].Preamble + Completed);

        if (path == "/v1/responses") Assert.EndsWith(Completed, answer, StringComparison.Ordinal);
        else Assert.Contains("\"delta\":{\"content\":\"word\"}", answer, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(string path, string provider, string events)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"{{provider}}","base_url":"{{upstream.BaseUrl}}","secret":"SANDBOX_API_KEY"{{(provider == "openai" ? ""","dialects":["openai-responses"]""" : "")}}}],
              "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
            }
            """);
        var (name, question) = path == "/v1/responses" ? ("input", "\"x\"") : ("messages", """[{"role":"user","content":"x"}]""");
        var body = $$"""{"model":"m","stream":true,"store":false,"max_tokens":9,"{{name}}":{{question}}}""";

        using var response = await relay.Http.PostAsync(path, new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, answer);
        var record = await relay.RecordAsync(response);
        Assert.Equal((1, "completed"), (record.GetProperty("attempts").GetArrayLength(), record.GetProperty("outcome").GetString()));
        return answer;
    }
}
