using Relay.Sandbox.Tests.Running;
using static Relay.Sandbox.Tests.Running.RunningSandbox;

namespace Relay.Sandbox.Tests.OpenAIChat;

/// <summary>What answers look like on the wire, whole and streamed.</summary>
public class ChatAnswerTests
{
    private const string Streamed = ""","stream":true,"stream_options":{"include_usage":true}""";

    private static readonly Answer Scripted = new()
    {
        Reasoning = ["So ", "… "],
        Text = ["Bär\n", "\"<🐻>\""],
        ToolCalls = [new("call_1", "find", ["{\"a\"", ":1}"]), new("call_2", "open", ["{}"])],
        CachedTokens = 1,
    };

    [Fact(Timeout = 20_000)]
    public async Task Text_Json() => await AssertWholeAsync("sandbox", "", null,
        """{"role":"assistant","content":"Hi there","refusal":null}""", "stop", Usage(2, 2));

    [Fact(Timeout = 20_000)]
    public async Task Text_Streaming() => await AssertStreamedAsync("sandbox", "", null,
        ["""{"content":"Hi "}""", """{"content":"there"}"""], "stop", Usage(2, 2));

    [Fact(Timeout = 20_000)]
    public async Task Reasoning_Json() => await AssertWholeAsync("sandbox:tokens=1,reasoning=2", "", null,
        """{"role":"assistant","content":"word1 ","reasoning_content":"thought1 thought2 ","refusal":null}""", "stop", Usage(2, 3, reasoning: 2));

    [Fact(Timeout = 20_000)]
    public async Task Reasoning_Streaming() => await AssertStreamedAsync("sandbox:tokens=1,reasoning=2", "", null,
        ["""{"reasoning_content":"thought1 "}""", """{"reasoning_content":"thought2 "}""", """{"content":"word1 "}"""],
        "stop", Usage(2, 3, reasoning: 2));

    private const string Tools = ""","tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["°C"]}},"required":["city","unit","unknown"]}}}]""";

    [Fact(Timeout = 20_000)]
    public async Task Tools_Json() => await AssertWholeAsync("sandbox:tools", Tools, null,
        """{"role":"assistant","content":null,"tool_calls":[{"id":"call_sandbox_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"sandbox\",\"unit\":\"°C\",\"unknown\":null}"}}],"refusal":null}""",
        "tool_calls", Usage(2, 3));

    [Fact(Timeout = 20_000)]
    public async Task Tools_Streaming() => await AssertStreamedAsync("sandbox:tools", Tools, null,
    [
        """{"tool_calls":[{"index":0,"id":"call_sandbox_1","type":"function","function":{"name":"weather","arguments":""}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":\"sandbo"}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"x\",\"unit\":\"°C\","}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"\"unknown\":null}"}}]}""",
    ], "tool_calls", Usage(2, 3));

    [Fact(Timeout = 20_000)]
    public async Task AToolsResult_IsEchoed_InsteadOfAnotherCall()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync($$"""{"model":"sandbox:tools","messages":[{"role":"tool","content":[{"type":"text","text":"21 "},{"type":"text","text":"degrees"}]}]{{Tools}}}""");

        Assert.Contains("\"content\":\"21 degrees\"", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task Script_Json() => await AssertWholeAsync("sandbox:script=x", "", Scripted,
        """{"role":"assistant","content":"Bär\n\"<\uD83D\uDC3B>\"","reasoning_content":"So … ","tool_calls":[{"id":"call_1","type":"function","function":{"name":"find","arguments":"{\"a\":1}"}},{"id":"call_2","type":"function","function":{"name":"open","arguments":"{}"}}],"refusal":null}""",
        "tool_calls", Usage(2, 7, cached: 1, reasoning: 2));

    [Fact(Timeout = 20_000)]
    public async Task Script_Streaming() => await AssertStreamedAsync("sandbox:script=x", "", Scripted,
    [
        """{"reasoning_content":"So "}""", """{"reasoning_content":"… "}""", """{"content":"Bär\n"}""", """{"content":"\"<\uD83D\uDC3B>\""}""",
        """{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"find","arguments":""}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""",
        """{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"open","arguments":""}}]}""",
        """{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}""",
    ], "tool_calls", Usage(2, 7, cached: 1, reasoning: 2));

    [Fact(Timeout = 20_000)]
    public async Task AFinishReasonOfAScript_IsSaid() => await AssertWholeAsync("sandbox:script=x", "",
        new() { Text = ["No."], FinishReason = "content_filter" },
        """{"role":"assistant","content":"No.","refusal":null}""", "content_filter", Usage(2, 1));

    [Fact(Timeout = 20_000)]
    public async Task CachedTokens_AreNoMoreThanTheInput_Json() => await AssertWholeAsync("sandbox:tokens=0,cached=1000", "", null,
        """{"role":"assistant","content":"","refusal":null}""", "stop", Usage(2, 0, cached: 2));

    [Fact(Timeout = 20_000)]
    public async Task CachedTokens_AreNoMoreThanTheInput_Streaming() => await AssertStreamedAsync("sandbox:tokens=0,cached=1000", "", null,
        [], "stop", Usage(2, 0, cached: 2));

    [Theory(Timeout = 20_000)]
    [InlineData(1, """ "content":"","reasoning_content":"So ","refusal" """)]
    [InlineData(3, """ "content":"Bär\n","reasoning_content":"So … ","refusal" """)]
    [InlineData(5, """ "find","arguments":"{\"a\""}}],"refusal" """)]
    public async Task MaxTokens_CutInTheOrderOfTheStream_Json(int max, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Scripts["x"] = Scripted;

        var answer = await sandbox.AnswerToAsync(Asking("sandbox:script=x", $",\"max_tokens\":{max}"));

        Assert.Contains(expected.Trim(), answer, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"length\"", answer, StringComparison.Ordinal);
        Assert.Contains($"\"completion_tokens\":{max},", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task MaxTokens_Streaming() => await AssertStreamedAsync("sandbox:script=x", ""","max_completion_tokens":3,"max_tokens":1""", Scripted,
        ["""{"reasoning_content":"So "}""", """{"reasoning_content":"… "}""", """{"content":"Bär\n"}"""],
        "length", Usage(2, 3, cached: 1, reasoning: 2));

    [Fact(Timeout = 20_000)]
    public async Task AsManyMaxTokensAsThereAre_CutNothing() => await AssertWholeAsync("sandbox", ""","max_completion_tokens":null,"max_tokens":2""", null,
        """{"role":"assistant","content":"Hi there","refusal":null}""", "stop", Usage(2, 2));

    private static string Usage(int input, int output, int cached = 0, int reasoning = 0) =>
        $$$"""{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}},"prompt_tokens_details":{"cached_tokens":{{{cached}}}},"completion_tokens_details":{"reasoning_tokens":{{{reasoning}}}}}""";

    private static async Task AssertWholeAsync(string model, string rest, Answer? script, string message, string finishReason, string usage)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        if (script is not null) sandbox.Server.Scripts["x"] = script;

        using var response = await sandbox.SendAsync(Asking(model, rest));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            $$$"""{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"{{{model}}}","choices":[{"index":0,"message":{{{message}}},"logprobs":null,"finish_reason":"{{{finishReason}}}"}],"usage":{{{usage}}}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task AssertStreamedAsync(string model, string rest, Answer? script, string[] deltas, string finishReason, string usage)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        if (script is not null) sandbox.Server.Scripts["x"] = script;
        string Chunk(string rest) =>
            $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{model}}","choices":[{{rest}}}""" + "\n\n";
        string DeltaChunk(string delta, string reason) =>
            Chunk($$"""{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{reason}}}]""");

        using var response = await sandbox.SendAsync(Asking(model, rest + Streamed));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            DeltaChunk("""{"role":"assistant","content":""}""", "null")
            + string.Concat(deltas.Select(delta => DeltaChunk(delta, "null")))
            + DeltaChunk("{}", $"\"{finishReason}\"")
            + Chunk($"],\"usage\":{usage}")
            + "data: [DONE]\n\n",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
