using System.Text.Json;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Wire;

/// <summary>Callers of Messages at providers of Chat, as Claude Code would be with any model; and Chat at Anthropic.</summary>
public sealed class TranslatedMessagesTests
{
    private const string ChatUsage = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";

    private const string Asked = """
        {"model":"m","max_tokens":100,"system":"Be brief.","messages":[{"role":"user","content":"Weather?"},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Zürich"}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"12°"}]}],
         "tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}]
        """;

    [Fact]
    public async Task MessagesToChat_Json()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(
            $$"""{"id":"c1","object":"chat.completion","created":1,"model":"real-1","choices":[{"index":0,"message":{"role":"assistant","content":"Cold."},"finish_reason":"stop"}],{{ChatUsage}}}"""));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "groq");

        using var response = await PostAsync(relay, Asked + "}");

        using var sent = JsonDocument.Parse(upstream.Requests.Single().Split("\r\n\r\n", 2)[1]);
        var messages = sent.RootElement.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["system", "user", "assistant", "tool"], messages.Select(message => message.GetProperty("role").GetString()));
        var call = messages[2].GetProperty("tool_calls")[0];
        Assert.Equal(("t1", "weather", "t1", "12°"), (call.GetProperty("id").GetString(), call.GetProperty("function").GetProperty("name").GetString(),
            messages[3].GetProperty("tool_call_id").GetString(), messages[3].GetProperty("content").GetString()));
        using var arguments = JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!);
        Assert.Equal("Zürich", arguments.RootElement.GetProperty("city").GetString());
        Assert.Equal("weather", sent.RootElement.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("message", "Cold.", "end_turn", 7), (answer.RootElement.GetProperty("type").GetString(),
            answer.RootElement.GetProperty("content")[0].GetProperty("text").GetString(), answer.RootElement.GetProperty("stop_reason").GetString(),
            answer.RootElement.GetProperty("usage").GetProperty("input_tokens").GetInt32()));
        await IsSettledAsync(relay, response, "anthropic");
    }

    [Fact]
    public async Task MessagesToChat_Streaming()
    {
        const string Chunks = "data: {\"id\":\"c1\",\"model\":\"real-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Let me \"}}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"look.\"}}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":1}\"}}]}}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[]," + ChatUsage + "}\n\ndata: [DONE]\n\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Events(Chunks));
        await using var relay = await RunningRelay.StartAsync(upstream, provider: "groq");

        using var response = await PostAsync(relay, Asked + ",\"stream\":true}");

        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        var events = lines.Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement).ToList();
        // Every event has its name, or Claude Code reads nothing.
        Assert.Equal(events.Select(data => data.GetProperty("type").GetString()), lines.Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]));
        Assert.Equal(("message_start", "message_stop"), (events[0].GetProperty("type").GetString(), events[^1].GetProperty("type").GetString()));
        Assert.Equal("Let me look.", Deltas(events, "text"));
        Assert.Equal("{\"city\":1}", Deltas(events, "partial_json"));
        var block = events.Where(data => data.GetProperty("type").GetString() == "content_block_start").Select(data => data.GetProperty("content_block")).Last();
        Assert.Equal(("tool_use", "t2", "weather"), (block.GetProperty("type").GetString(), block.GetProperty("id").GetString(), block.GetProperty("name").GetString()));
        var end = events.Single(data => data.GetProperty("type").GetString() == "message_delta");
        Assert.Equal(("tool_use", 3), (end.GetProperty("delta").GetProperty("stop_reason").GetString(), end.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        await IsSettledAsync(relay, response, "anthropic");
    }

    private static string Deltas(List<JsonElement> events, string name) => string.Concat(events
        .Where(data => data.GetProperty("type").GetString() == "content_block_delta")
        .Select(data => data.GetProperty("delta").TryGetProperty(name, out var text) ? text.GetString() : ""));

    private static Task<HttpResponseMessage> PostAsync(RunningRelay relay, string body) => relay.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent(body, null, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    private static async Task IsSettledAsync(RunningRelay relay, HttpResponseMessage response, string dialect)
    {
        var record = await relay.RecordAsync(response);
        Assert.Equal(
            ("completed", dialect, "real-1", 13_000L),
            (record.GetProperty("outcome").GetString(), record.GetProperty("dialect").GetString(),
                record.GetProperty("model_ran").GetString(), record.GetProperty("cost_nano_usd").GetInt64()));
    }
}
