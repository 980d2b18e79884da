using System.Text;
using Relay.Sandbox.Tests.Running;
using static Relay.Sandbox.Tests.Running.RunningSandbox;

namespace Relay.Sandbox.Tests.OpenAIChat;

/// <summary>What the sandbox does not serve, and what it serves although it looks odd.</summary>
public class ChatRefusalTests
{
    [Theory(Timeout = 20_000)]
    [InlineData(null)]
    [InlineData("Basic any")]
    [InlineData("Bearer ")]
    public async Task NoKey_Is401(string? authorization)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Http.DefaultRequestHeaders.Remove("Authorization");
        if (authorization is not null) sandbox.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await sandbox.SendAsync(Asking("sandbox"));

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("""{"error":{"message":"No key.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(sandbox.Server.Log.Calls);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("frobnicate", "the sandbox does not understand 'frobnicate'; docs/sandbox.md lists what it does")]
    [InlineData("split=0", "the sandbox does not understand 'split=0'; docs/sandbox.md lists what it does")]
    [InlineData("script=none", "there is no script 'none'")]
    public async Task ABadSpec_Is400_WithASentence(string spec, string sentence)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Asking("sandbox:" + spec, ",\"stream\":true"));
        var inHeader = await sandbox.AnswerToAsync(Asking("sandbox"), spec);

        Assert.Equal(400, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal($$$"""{"error":{"message":"In the model's name or x-sandbox: {{{sentence}}}.","type":"invalid_request_error","param":null,"code":"invalid_spec"}}""", body);
        Assert.Equal(body, inHeader);
        Assert.Empty(sandbox.Server.Log.Calls);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("", null, "invalid_json", "The body is no request of this dialect.")]
    [InlineData("{", null, "invalid_json", "The body is no request of this dialect.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":"\ud800"}]}""", null, "invalid_json", "The body is no request of this dialect.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":"x"}],"tools":[{"function":{"name":"f","parameters":{"required":[1],"properties":{}}}}]}""", null, "invalid_json", "The body is no request of this dialect.")]
    [InlineData("[]", null, "invalid_json", "We could not parse the JSON body of your request.")]
    [InlineData("{}", "model", "missing_required_parameter", "Missing required parameter: 'model'.")]
    [InlineData("""{"model":null}""", "model", "invalid_type", "Invalid type for 'model': expected a string, but got null instead.")]
    [InlineData("""{"model":1}""", "model", "invalid_type", "Invalid type for 'model': expected a string, but got an integer instead.")]
    [InlineData("""{"model":"sandbox"}""", "messages", "missing_required_parameter", "Missing required parameter: 'messages'.")]
    [InlineData("""{"model":"sandbox","messages":"hi"}""", "messages", "invalid_type", "Invalid type for 'messages': expected an array of objects, but got a string instead.")]
    [InlineData("""{"model":"sandbox","messages":{}}""", "messages", "invalid_type", "Invalid type for 'messages': expected an array of objects, but got an object instead.")]
    [InlineData("""{"model":"sandbox","messages":[]}""", "messages", "empty_array", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.")]
    [InlineData("""{"model":"sandbox","messages":[1]}""", "messages[0]", "invalid_type", "Invalid type for 'messages[0]': expected an object, but got an integer instead.")]
    [InlineData("""{"model":"sandbox","messages":[{"content":"x"}]}""", "messages[0].role", "missing_required_parameter", "Missing required parameter: 'messages[0].role'.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"bot","content":"x"}]}""", "messages[0].role", "invalid_value", "Invalid value: 'bot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', 'developer'.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user"}]}""", "messages[0].content", "missing_required_parameter", "Missing required parameter: 'messages[0].content'.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":1.5}]}""", "messages[0].content", "invalid_type", "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got a decimal number instead.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":["x"]}]}""", "messages[0].content[0]", "invalid_type", "Invalid type for 'messages[0].content[0]': expected an object, but got a string instead.")]
    [InlineData("""{"model":"sandbox","stream":"yes"}""", "stream", "invalid_type", "Invalid type for 'stream': expected a boolean, but got a string instead.")]
    [InlineData("""{"model":"sandbox","max_tokens":0}""", "max_tokens", "integer_below_min_value", "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.")]
    [InlineData("""{"model":"sandbox","max_tokens":-1}""", "max_tokens", "integer_below_min_value", "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got -1 instead.")]
    [InlineData("""{"model":"sandbox","max_tokens":1.5}""", "max_tokens", "invalid_type", "Invalid type for 'max_tokens': expected an integer, but got a decimal number instead.")]
    [InlineData("""{"model":"sandbox","max_tokens":99999999999}""", "max_tokens", "invalid_type", "Invalid type for 'max_tokens': expected an integer, but got an integer instead.")]
    [InlineData("""{"model":"sandbox","max_completion_tokens":"5"}""", "max_completion_tokens", "invalid_type", "Invalid type for 'max_completion_tokens': expected an integer, but got a string instead.")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":"x"}],"tools":"none"}""", "tools", "invalid_type", "Invalid type for 'tools': expected an array of objects, but got a string instead.")]
    public async Task ABodyThatIsNoChatRequest_Is400_AsAtOpenAI(string body, string? param, string code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var response = await sandbox.SendAsync(body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(
            $$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error","param":{{{(param is null ? "null" : $"\"{param}\"")}}},"code":"{{{code}}}"}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":""}]}""", "\"content\":\"Hello from the sandbox.\"")]
    [InlineData("""{"model":"sandbox:tools","messages":[{"role":"user","content":""}],"tools":[{"type":"web"},{"function":{}},{"function":{"name":"f"}}]}""", "\"name\":\"f\",\"arguments\":\"{}\"")]
    [InlineData("""{"model":"sandbox:tools","messages":[{"role":"user","content":""}],"tools":[{"function":{"name":"f","parameters":{"required":["a"],"properties":{"a":{"enum":[]}}}}}]}""", "\"arguments\":\"{\\\"a\\\":null}\"")]
    [InlineData("""{"model":"sandbox:tools","messages":[{"role":"user","content":""}],"tools":[{"function":{"name":"f","parameters":{"required":["a"],"properties":{"a":{"enum":["🐻🐻🐻🐻"]}}}}}]}""", "{\\\"a\\\":\\\"\\uD83D\\uDC3B\\uD83D\\uDC3B\\uD83D\\uDC3B\\uD83D\\uDC3B\\\"}")]
    public async Task AnOddRequest_IsAnswered(string body, string expected)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        Assert.Contains(expected, await sandbox.AnswerToAsync(body), StringComparison.Ordinal);
        using var streamed = await sandbox.SendAsync(body[..^1] + ",\"stream\":true}");
        var stream = await streamed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("FFFD", stream, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 20_000)]
    public async Task AHeadersSpec_IsAddedToTheModels_AndWins()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await sandbox.AnswerToAsync(Asking("sandbox:tokens=1,nousage"), "tokens=2");

        Assert.Contains("\"content\":\"word1 word2 \"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"usage\"", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task AQuoteInAScriptsNames_IsStillJson()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Server.Scripts["x"] = new() { ToolCalls = [new("\"", "\"", ["\""])], FinishReason = "\"" };

        var whole = await sandbox.AnswerToAsync(Asking("sandbox:script=x"));
        var streamed = await sandbox.AnswerToAsync(Asking("sandbox:script=x", ",\"stream\":true"));

        foreach (var json in streamed.Split("\n\n")[..^2].Select(text => text["data: ".Length..]).Append(whole))
            using (System.Text.Json.JsonDocument.Parse(json)) { }
    }

    [Fact(Timeout = 20_000)]
    public async Task ATextOfAMegabyte_IsEchoed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var text = new StringBuilder().Insert(0, "word ", 200_000).ToString();

        var answer = await sandbox.AnswerToAsync(Asking("sandbox", content: text));

        Assert.Contains(text, answer, StringComparison.Ordinal);
        Assert.Contains("\"prompt_tokens\":250000,\"completion_tokens\":200000,", answer, StringComparison.Ordinal);
    }
}
