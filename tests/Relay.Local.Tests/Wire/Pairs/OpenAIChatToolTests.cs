namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>
/// Codex with OpenAI's own Chat, which takes free text as Responses does: tools, calls and results are custom ones there, a
/// namespace is a part of the name, and the caller gets the bytes that it gets from Responses. (With other providers of Chat
/// they are functions: Cases/CodexTools.txt.)
/// </summary>
public sealed class OpenAIChatToolTests(PairRelay relay) : IClassFixture<PairRelay>
{
    private const string Model = "gpt-5.4";

    private const string Said = """{"role":"system","content":"Be Codex."},{"role":"developer","content":"Sandboxed."},{"role":"user","content":"Run."}""";

    private const string Tools =
        """
        "tools":[{"type":"custom","custom":{"name":"functions__exec","description":"Runs it.","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: /.+/"}}}}],"tool_choice":"auto","parallel_tool_calls":false,"prompt_cache_key":"k1"
        """;

    private const string Turn =
        """
        {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"custom","custom":{"name":"functions__exec","input":"print(\"ü\");\nread()"}}]},{"role":"tool","tool_call_id":"t1","content":[{"type":"text","text":"exit 0"},{"type":"text","text":"ü"}]}
        """;

    [Fact]
    public async Task FreeText_StaysFreeText_Json()
    {
        var its = PairCase.Read("CodexTools");
        var wire = its.Wire("answer", "chat", "chat").Replace(
            """{"id":"t1","type":"function","function":{"name":"functions__exec","arguments":"{\"input\":\"print(\\\"ü\\\");\\nread()\"}"}}""",
            """{"id":"t1","type":"custom","custom":{"name":"functions__exec","input":"print(\"ü\");\nread()"}}""", StringComparison.Ordinal);

        await CheckAsync(its, RawUpstream.Json(wire), its.Wire("answer", "responses", "responses"), stream: false);
    }

    [Fact]
    public async Task FreeText_StaysFreeText_Streaming()
    {
        var its = PairCase.Read("CodexTools");
        var wire = its.Wire("stream", "chat", "chat")
            .Replace(
                """
                "type":"function","function":{"name":"functions__exec","arguments":""}
                """,
                """
                "type":"custom","custom":{"name":"functions__exec","input":""}
                """,
                StringComparison.Ordinal)
            .Replace("""{"arguments":"{\"input\":\"print(\\\"ü"}""", """{"input":"print(\"ü"}""", StringComparison.Ordinal)
            .Replace("""{"arguments":"\\\");\\nread()\"}"}""", """{"input":"\");\nread()"}""", StringComparison.Ordinal)
            .Replace("\"function\":{\"input\"", "\"custom\":{\"input\"", StringComparison.Ordinal);

        await CheckAsync(its, RawUpstream.Events(wire), its.Wire("stream", "responses", "responses"), stream: true);
    }

    private async Task CheckAsync(PairCase its, string wire, string expected, bool stream)
    {
        var end = stream ? ""","stream":true,"stream_options":{"include_usage":true}}""" : "}";

        var first = await relay.AskAsync("responses", Model, its.Find("request", "responses")!, stream, wire);

        Assert.DoesNotContain("arguments", wire, StringComparison.Ordinal);
        Assert.Equal($$"""{"model":"{{Model}}","messages":[{{Said}}],{{Tools}}{{end}}""", first.Asked);
        Assert.Equal((200, expected), (first.Status, first.Body));
        Assert.Equal("input[0].tools[0].description", first.Dropped);

        var again = its.Find("again", "responses")!.Replace("{turn}", AssistantTurn.Of("responses", first.Body, stream), StringComparison.Ordinal);
        var second = await relay.AskAsync("responses", Model, again, stream, wire);

        Assert.Equal($$"""{"model":"{{Model}}","messages":[{{Said}},{{Turn}}],{{Tools}}{{end}}""", second.Asked);
        Assert.Equal((200, "input[0].tools[0].description"), (second.Status, second.Dropped));
    }
}
