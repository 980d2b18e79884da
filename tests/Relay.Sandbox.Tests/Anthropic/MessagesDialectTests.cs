using Relay.Sandbox.Tests.Running;

namespace Relay.Sandbox.Tests.Anthropic;

/// <summary>The sandbox in Anthropic's dialect.</summary>
public sealed class MessagesDialectTests
{
    private const string Tool = """
        ,"tools":[{"name":"f","input_schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}]
        """;

    [Fact]
    public async Task AnAnswer_Streaming() => Assert.Equal(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"sandbox:reasoning=1,cached=1\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":1,\"output_tokens\":0}}}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"thought1 \"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"c2FuZGJveA==\"}}\n\n"
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi \"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"you\"}}\n\n"
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n"
            + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        await StreamAsync("sandbox:reasoning=1,cached=1"));

    [Fact]
    public async Task AnAnswer_Json() => Assert.Equal(
        (200, """{"id":"msg_1","type":"message","role":"assistant","model":"sandbox:reasoning=1,cached=1","content":[{"type":"thinking","thinking":"thought1 ","signature":"c2FuZGJveA=="},{"type":"text","text":"Hi you"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"cache_creation_input_tokens":0,"cache_read_input_tokens":1,"output_tokens":3}}"""),
        await AskAsync("sandbox:reasoning=1,cached=1", false));

    [Fact]
    public async Task ACallOfATool_Streaming()
    {
        var stream = await StreamAsync("sandbox:tools", Tool);
        Assert.Contains("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"call_sandbox_1","name":"f","input":{}}}""", stream, StringComparison.Ordinal);
        Assert.Contains("\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null}", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallOfATool_Json()
    {
        var (_, body) = await AskAsync("sandbox:tools", false, Tool);
        Assert.Contains("\"content\":[{\"type\":\"tool_use\",\"id\":\"call_sandbox_1\",\"name\":\"f\",\"input\":{\"a\":\"sandbox\"}}],\"stop_reason\":\"tool_use\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox:status=429", 429, """{"type":"error","error":{"type":"rate_limit_error","message":"As asked for."},"request_id":null}""")]
    [InlineData("sandbox:status=500,code=own", 500, """{"type":"error","error":{"type":"own","message":"As asked for."},"request_id":null}""")]
    [InlineData("sandbox:nonsense", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"In the model's name or x-sandbox: the sandbox does not understand 'nonsense'; docs/sandbox.md lists what it does."},"request_id":null}""")]
    public async Task AnError_HasTheDialectsForm(string model, int status, string body)
    {
        Assert.Equal((status, body), await AskAsync(model, false));
        Assert.Equal((status, body), await AskAsync(model, true));
    }

    [Fact]
    public async Task AnErrorInAStream_HasTheDialectsForm() =>
        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"sandbox_error\",\"message\":\"As asked for.\"},\"request_id\":null}\n\n", await StreamAsync("sandbox:error=1"), StringComparison.Ordinal);

    [Fact]
    public async Task AStreamWithoutItsEnd_LacksJustThat()
    {
        var whole = await StreamAsync("sandbox");
        var cut = await StreamAsync("sandbox:nodone");
        Assert.Equal(whole.Split("\n\n").Length - 1, cut.Split("\n\n").Length);
        Assert.Contains("message_stop", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", cut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMostTokens_EndAnAnswer() => Assert.Contains(
        "\"stop_reason\":\"max_tokens\"", (await AskAsync("sandbox:tokens=50", false)).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "The body is no request of this dialect.")]
    [InlineData("[]", "The request body is not valid JSON: an object was expected.")]
    [InlineData("{}", "model: Field required")]
    [InlineData("""{"model":"sandbox","messages":[]}""", "max_tokens: Field required")]
    [InlineData("""{"model":"sandbox","max_tokens":"5"}""", "max_tokens: Input should be a valid integer")]
    [InlineData("""{"model":"sandbox","max_tokens":0}""", "max_tokens: Input should be greater than or equal to 1")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"stream":"yes"}""", "stream: Input should be a valid boolean")]
    [InlineData("""{"model":"sandbox","max_tokens":5}""", "messages: Field required")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":"hi"}""", "messages: Input should be a valid list")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[]}""", "messages: at least one message is required")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":["hi"]}""", "messages.0: Input should be an object")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[{"content":"hi"}]}""", "messages.0.role: Field required")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[{"role":"tool","content":"hi"}]}""", "messages.0.role: Input should be 'user' or 'assistant'")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[{"role":"user"}]}""", "messages.0.content: Field required")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[{"role":"user","content":5}]}""", "messages.0.content: Input should be a valid list")]
    [InlineData("""{"model":"sandbox","max_tokens":5,"messages":[{"role":"user","content":[{"text":"hi"}]}]}""", "messages.0.content.0.type: Field required")]
    public async Task ABodyThatIsNoRequest_Is400_AsAtAnthropic(string body, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            (400, $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{message}}}"},"request_id":null}"""),
            await sandbox.PostAsync("/v1/messages", Headers, body));
    }

    [Fact]
    public async Task WithoutAKey_Is401()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((401, """{"type":"error","error":{"type":"authentication_error","message":"No key."},"request_id":null}"""), await sandbox.PostAsync("/v1/messages", [], "{}"));
    }

    private static string[] Headers => ["x-api-key: any", "anthropic-version: 2023-06-01"];

    private static async Task<string> StreamAsync(string model, string rest = "") => (await AskAsync(model, true, rest)).Body;

    private static async Task<(int Status, string Body)> AskAsync(string model, bool stream, string rest = "")
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        return await sandbox.PostAsync("/v1/messages", Headers,
            $$"""{"model":"{{model}}","max_tokens":10{{(stream ? ",\"stream\":true" : "")}},"messages":[{"role":"user","content":"Hi you"}]{{rest}}}""");
    }
}
