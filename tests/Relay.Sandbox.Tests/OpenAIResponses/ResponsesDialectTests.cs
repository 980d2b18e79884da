using Relay.Sandbox.Tests.Running;

namespace Relay.Sandbox.Tests.OpenAIResponses;

/// <summary>The sandbox in OpenAI Responses.</summary>
public sealed class ResponsesDialectTests
{
    private const string Tool = """
        ,"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}]
        """;

    [Fact]
    public async Task AnAnswer_Streaming() => Assert.Equal(
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\"in_progress\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\"sandbox:reasoning=1,cached=1\",\"output\":[],\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"usage\":null}}\n\n"
            + "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"sequence_number\":1,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\"in_progress\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\"sandbox:reasoning=1,cached=1\",\"output\":[],\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"usage\":null}}\n\n"
            + "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":2,\"output_index\":0,\"item\":{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":null}}\n\n"
            + "event: response.reasoning_summary_part.added\ndata: {\"type\":\"response.reasoning_summary_part.added\",\"sequence_number\":3,\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}\n\n"
            + "event: response.reasoning_summary_text.delta\ndata: {\"type\":\"response.reasoning_summary_text.delta\",\"sequence_number\":4,\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"delta\":\"thought1 \"}\n\n"
            + "event: response.reasoning_summary_text.done\ndata: {\"type\":\"response.reasoning_summary_text.done\",\"sequence_number\":5,\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"text\":\"thought1 \"}\n\n"
            + "event: response.reasoning_summary_part.done\ndata: {\"type\":\"response.reasoning_summary_part.done\",\"sequence_number\":6,\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"thought1 \"}}\n\n"
            + "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"sequence_number\":7,\"output_index\":0,\"item\":{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"thought1 \"}],\"encrypted_content\":\"c2FuZGJveA==\"}}\n\n"
            + "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":8,\"output_index\":1,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}\n\n"
            + "event: response.content_part.added\ndata: {\"type\":\"response.content_part.added\",\"sequence_number\":9,\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[],\"logprobs\":[]}}\n\n"
            + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":10,\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"delta\":\"Hi \",\"logprobs\":[]}\n\n"
            + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":11,\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"delta\":\"you\",\"logprobs\":[]}\n\n"
            + "event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"sequence_number\":12,\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"text\":\"Hi you\",\"logprobs\":[]}\n\n"
            + "event: response.content_part.done\ndata: {\"type\":\"response.content_part.done\",\"sequence_number\":13,\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"Hi you\",\"annotations\":[],\"logprobs\":[]}}\n\n"
            + "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"sequence_number\":14,\"output_index\":1,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi you\",\"annotations\":[],\"logprobs\":[]}]}}\n\n"
            + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":15,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\"completed\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\"sandbox:reasoning=1,cached=1\",\"output\":[{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"thought1 \"}],\"encrypted_content\":\"c2FuZGJveA==\"},{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi you\",\"annotations\":[],\"logprobs\":[]}]}],\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"usage\":{\"input_tokens\":2,\"input_tokens_details\":{\"cached_tokens\":1},\"output_tokens\":3,\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":5}}}\n\n",
        await StreamAsync("sandbox:reasoning=1,cached=1"));

    [Fact]
    public async Task AnAnswer_Json() => Assert.Equal(
        (200, """{"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","error":null,"incomplete_details":null,"instructions":null,"metadata":{},"model":"sandbox:reasoning=1,cached=1","output":[{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"thought1 "}],"encrypted_content":"c2FuZGJveA=="},{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi you","annotations":[],"logprobs":[]}]}],"parallel_tool_calls":true,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"usage":{"input_tokens":2,"input_tokens_details":{"cached_tokens":1},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":5}}"""),
        await AskAsync("sandbox:reasoning=1,cached=1", false));

    [Fact]
    public async Task ACallOfATool_Streaming()
    {
        var stream = await StreamAsync("sandbox:tools", Tool);
        Assert.Contains("\"item\":{\"id\":\"fc_1_0\",\"type\":\"function_call\",\"call_id\":\"call_sandbox_1\",\"name\":\"f\",\"status\":\"in_progress\",\"arguments\":\"\"}", stream, StringComparison.Ordinal);
        Assert.Contains("\"delta\":\"{\\\"a\\\":\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallOfATool_Json()
    {
        var (_, body) = await AskAsync("sandbox:tools", false, Tool);
        Assert.Contains("""{"id":"fc_1_0","type":"function_call","call_id":"call_sandbox_1","name":"f","status":"completed","arguments":"{\"a\":\"sandbox\"}"}""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox:status=429", 429, """{"error":{"message":"As asked for.","type":"sandbox_error","param":null,"code":"sandbox_error"}}""")]
    [InlineData("sandbox:status=500,code=own", 500, """{"error":{"message":"As asked for.","type":"sandbox_error","param":null,"code":"own"}}""")]
    [InlineData("sandbox:nonsense", 400, """{"error":{"message":"In the model's name or x-sandbox: the sandbox does not understand 'nonsense'; docs/sandbox.md lists what it does.","type":"invalid_request_error","param":null,"code":"invalid_spec"}}""")]
    public async Task AnError_HasTheDialectsForm(string model, int status, string body)
    {
        Assert.Equal((status, body), await AskAsync(model, false));
        Assert.Equal((status, body), await AskAsync(model, true));
    }

    [Fact]
    public async Task AnErrorInAStream_HasTheDialectsForm() =>
        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,\"code\":\"sandbox_error\",\"message\":\"As asked for.\",\"param\":null}\n\n", await StreamAsync("sandbox:error=1"), StringComparison.Ordinal);

    [Fact]
    public async Task AStreamWithoutItsEnd_LacksJustThat()
    {
        var whole = await StreamAsync("sandbox");
        var cut = await StreamAsync("sandbox:nodone");
        Assert.Equal(whole.Split("\n\n").Length - 1, cut.Split("\n\n").Length);
        Assert.Contains("response.completed", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", cut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMostTokens_EndAnAnswer() => Assert.Contains(
        "\"status\":\"incomplete\",\"error\":null,\"incomplete_details\":{\"reason\":\"max_output_tokens\"}", (await AskAsync("sandbox:tokens=50", false)).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("{", null, "invalid_json", "The body is no request of this dialect.")]
    [InlineData("[]", null, "invalid_json", "We could not parse the JSON body of your request.")]
    [InlineData("""{"model":"sandbox","messages":[]}""", "input", "missing_required_parameter", "Missing required parameter: 'input'.")]
    [InlineData("""{"model":"sandbox","input":5}""", "input", "invalid_type", "Invalid type for 'input': expected one of a string or array of input items, but got an integer instead.")]
    [InlineData("""{"model":"sandbox","input":["x"]}""", "input[0]", "invalid_type", "Invalid type for 'input[0]': expected an object, but got a string instead.")]
    [InlineData("""{"model":"sandbox","input":[{"content":"x"}]}""", "input[0].role", "missing_required_parameter", "Missing required parameter: 'input[0].role'.")]
    [InlineData("""{"model":"sandbox","input":"x","max_output_tokens":"5"}""", "max_output_tokens", "invalid_type", "Invalid type for 'max_output_tokens': expected an integer, but got a string instead.")]
    public async Task ABodyThatIsNoRequest_Is400_AsAtOpenAI(string body, string? param, string code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            (400, $$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error","param":{{{(param is null ? "null" : $"\"{param}\"")}}},"code":"{{{code}}}"}}"""),
            await sandbox.PostAsync("/v1/responses", Headers, body));
    }

    [Fact]
    public async Task ToolsInTheInput_AreCalled()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (_, body) = await sandbox.PostAsync("/v1/responses", Headers,
            """{"model":"sandbox:tools","input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"shell"}]},{"role":"user","content":"hi"}]}""");
        Assert.Contains("\"type\":\"function_call\"", body, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"shell\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAKey_Is401()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((401, """{"error":{"message":"No key.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"""), await sandbox.PostAsync("/v1/responses", [], "{}"));
    }

    private static string[] Headers => [];

    private static async Task<string> StreamAsync(string model, string rest = "") => (await AskAsync(model, true, rest)).Body;

    private static async Task<(int Status, string Body)> AskAsync(string model, bool stream, string rest = "")
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        return await sandbox.PostAsync("/v1/responses", Headers,
            $$"""{"model":"{{model}}","max_output_tokens":10{{(stream ? ",\"stream\":true" : "")}},"input":[{"role":"user","content":[{"type":"input_text","text":"Hi you"}]}]{{rest}}}""");
    }
}
