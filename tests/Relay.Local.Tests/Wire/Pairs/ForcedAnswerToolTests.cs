namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// The form of an answer of a model that takes no schema for it, beside tools of the caller's: it must call one of them, or
/// the one that is its answer.
/// </summary>
public sealed class ForcedAnswerToolTests(PairRelay relay) : IClassFixture<PairRelay>
{
    private const string Model = "claude-3-7-sonnet";
    private const string Schema = """{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""";
    private const string When = "Gives the answer. To be called when no other tool is needed any more.";

    private const string Weather = """{"name":"weather","input_schema":{"type":"object"}}""";

    private const string Asked =
        """{"model":"{model}","messages":[{"role":"user","content":"Count."}],"max_completion_tokens":100,"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}],{more}"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}}{stream}}""";

    private const string Call = """{"type":"tool_use","id":"t1","name":"weather","input":{"at":"Bern"}}""";

    private const string Answer = """{"type":"tool_use","id":"t2","name":"answer","input":{"n":1}}""";

    // What a model does that takes schemas: it calls a tool, or it answers; or both, which the caller gets as both.
    [Theory]
    [InlineData(Answer, """{"role":"assistant","content":"{\"n\":1}","refusal":null}""", "stop")]
    [InlineData(Call, """{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"at\":\"Bern\"}"}}]}""", "tool_calls")]
    [InlineData(
        Answer + "," + Call,
        """{"role":"assistant","content":"{\"n\":1}","refusal":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"at\":\"Bern\"}"}}]}""",
        "tool_calls")]
    public async Task BesideToolsOfTheCallers_OneMustBeCalled_Json(string content, string message, string reason)
    {
        var answer = await relay.AskAsync("chat", Model, With(""), false, RawUpstream.Json(Whole(content)));

        Assert.Equal(ToBeAsked($"{Weather},{Tool(When)}", """{"type":"any"}""", ""), answer.Asked);
        Assert.Equal((200, ""), (answer.Status, answer.Dropped));
        Assert.Contains($$"""[{"index":0,"message":{{message}},"logprobs":null,"finish_reason":"{{reason}}"}]""", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BesideToolsOfTheCallers_OneMustBeCalled_Streaming()
    {
        const string Start = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"real-1","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}


            """;
        const string End = """
            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":3}}

            event: message_stop
            data: {"type":"message_stop"}


            """;
        const string Block = """
            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t2","name":"answer","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"n\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}


            """;

        var answer = await relay.AskAsync("chat", Model, With(""), true, RawUpstream.Events((Start + Block + End).ReplaceLineEndings("\n")));

        Assert.Equal(ToBeAsked($"{Weather},{Tool(When)}", """{"type":"any"}""", ""","stream":true"""), answer.Asked);
        Assert.Equal(
            """
            data: {"id":"m1","object":"chat.completion.chunk","created":1,"model":"real-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {"id":"m1","object":"chat.completion.chunk","created":1,"model":"real-1","choices":[{"index":0,"delta":{"content":"{\"n\":"},"finish_reason":null}]}

            data: {"id":"m1","object":"chat.completion.chunk","created":1,"model":"real-1","choices":[{"index":0,"delta":{"content":"1}"},"finish_reason":null}]}

            data: {"id":"m1","object":"chat.completion.chunk","created":1,"model":"real-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"m1","object":"chat.completion.chunk","created":1,"model":"real-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

            data: [DONE]


            """.ReplaceLineEndings("\n"),
            answer.Body);
    }

    // None of the caller's may be called: then the answer is. One must be: then there is none this time.
    [Theory]
    [InlineData("\"tool_choice\":\"none\",", true, """{"type":"tool","name":"answer"}""")]
    [InlineData("\"tool_choice\":\"required\",", false, """{"type":"any"}""")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}},", false, """{"type":"tool","name":"weather"}""")]
    [InlineData("\"tool_choice\":\"auto\",\"parallel_tool_calls\":false,", null, """{"type":"any","disable_parallel_tool_use":true}""")]
    public async Task AChoice_IsKept(string more, bool? isAnswer, string choice)
    {
        var answer = await relay.AskAsync("chat", Model, With(more), false, RawUpstream.Json(Whole(Answer)));

        var tool = Tool(isAnswer is null ? When : null);
        Assert.Equal(ToBeAsked(isAnswer == false ? Weather : $"{Weather},{tool}", choice, ""), answer.Asked);
    }

    [Fact]
    public async Task ANameThatAToolOfTheCallersHas_IsNotTakenTwice()
    {
        var answer = await relay.AskAsync("chat", Model, With("").Replace("weather", "answer", StringComparison.Ordinal), false, RawUpstream.Json(Whole(Answer)));

        Assert.Contains("""[{"name":"answer","input_schema":{"type":"object"}},{"name":"answer_answer",""", answer.Asked, StringComparison.Ordinal);
    }

    private static string Whole(string content) =>
        $$$"""{"id":"m1","type":"message","role":"assistant","model":"real-1","content":[{{{content}}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}""";

    private static string With(string more) => Asked.Replace("{more}", more, StringComparison.Ordinal);

    private static string Tool(string? description) =>
        $$"""{"name":"answer",{{(description is null ? "" : $"\"description\":\"{description}\",")}}"input_schema":{{Schema}}}""";

    private static string ToBeAsked(string tools, string choice, string end) =>
        $$"""{"model":"{{Model}}","max_tokens":100,"tools":[{{tools}}],"tool_choice":{{choice}},"messages":[{"role":"user","content":"Count."}]{{end}}}""";
}
