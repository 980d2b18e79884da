using Relay.Sandbox.Tests.Running;

namespace Relay.Sandbox.Tests.Gemini;

/// <summary>The sandbox in Gemini's dialect.</summary>
public sealed class GeminiDialectTests
{
    private const string Tool = """
        ,"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING"}},"required":["a"]}}]}]
        """;

    [Fact]
    public async Task AnAnswer_Streaming() => Assert.Equal(
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"thought1 \",\"thought\":true}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":2,\"cachedContentTokenCount\":1,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":1,\"totalTokenCount\":5},\"modelVersion\":\"sandbox:reasoning=1,cached=1\",\"responseId\":\"sandbox-1\"}\n\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi \"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":2,\"cachedContentTokenCount\":1,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":1,\"totalTokenCount\":5},\"modelVersion\":\"sandbox:reasoning=1,cached=1\",\"responseId\":\"sandbox-1\"}\n\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"you\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":2,\"cachedContentTokenCount\":1,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":1,\"totalTokenCount\":5},\"modelVersion\":\"sandbox:reasoning=1,cached=1\",\"responseId\":\"sandbox-1\"}\n\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":2,\"cachedContentTokenCount\":1,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":1,\"totalTokenCount\":5},\"modelVersion\":\"sandbox:reasoning=1,cached=1\",\"responseId\":\"sandbox-1\"}\n\n",
        await StreamAsync("sandbox:reasoning=1,cached=1"));

    [Fact]
    public async Task AnAnswer_Json() => Assert.Equal(
        (200, """{"candidates":[{"content":{"parts":[{"text":"thought1 ","thought":true},{"text":"Hi you"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":2,"cachedContentTokenCount":1,"candidatesTokenCount":2,"thoughtsTokenCount":1,"totalTokenCount":5},"modelVersion":"sandbox:reasoning=1,cached=1","responseId":"sandbox-1"}"""),
        await AskAsync("sandbox:reasoning=1,cached=1", false));

    [Fact]
    public async Task SeveralCandidates_SayTheSame()
    {
        const string Two = ",\"generationConfig\":{\"candidateCount\":2}";
        Assert.Equal(
            (200, """{"candidates":[{"content":{"parts":[{"text":"Hi you"}],"role":"model"},"finishReason":"STOP","index":0},{"content":{"parts":[{"text":"Hi you"}],"role":"model"},"finishReason":"STOP","index":1}],"usageMetadata":{"promptTokenCount":2,"cachedContentTokenCount":0,"candidatesTokenCount":4,"thoughtsTokenCount":0,"totalTokenCount":6},"modelVersion":"sandbox","responseId":"sandbox-1"}"""),
            await AskAsync("sandbox", false, Two));
        Assert.Equal(3, (await StreamAsync("sandbox", Two)).Split("\"index\":1}").Length - 1);
    }

    [Fact]
    public async Task ACallOfATool_Streaming()
    {
        var stream = await StreamAsync("sandbox:tools", Tool);
        Assert.Contains("\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":\"sandbox\"},\"id\":\"call_sandbox_1\"},\"thoughtSignature\":\"c2FuZGJveA==\"}]", stream, StringComparison.Ordinal);
        Assert.Contains("\"finishReason\":\"STOP\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallOfATool_Json()
    {
        var (_, body) = await AskAsync("sandbox:tools", false, Tool);
        Assert.Contains("\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":\"sandbox\"},\"id\":\"call_sandbox_1\"},\"thoughtSignature\":\"c2FuZGJveA==\"}]", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox:status=429", 429, """{"error":{"code":429,"message":"As asked for.","status":"RESOURCE_EXHAUSTED"}}""")]
    [InlineData("sandbox:status=500,code=own", 500, """{"error":{"code":500,"message":"As asked for.","status":"own"}}""")]
    [InlineData("sandbox:nonsense", 400, """{"error":{"code":400,"message":"In the model's name or x-sandbox: the sandbox does not understand 'nonsense'; docs/sandbox.md lists what it does.","status":"INVALID_ARGUMENT"}}""")]
    public async Task AnError_HasTheDialectsForm(string model, int status, string body)
    {
        Assert.Equal((status, body), await AskAsync(model, false));
        Assert.Equal((status, body), await AskAsync(model, true));
    }

    [Fact]
    public async Task AnErrorInAStream_HasTheDialectsForm() =>
        Assert.EndsWith("data: {\"error\":{\"code\":500,\"message\":\"As asked for.\",\"status\":\"INTERNAL\"}}\n\n", await StreamAsync("sandbox:error=1"), StringComparison.Ordinal);

    [Fact]
    public async Task AStreamWithoutItsEnd_LacksJustThat()
    {
        var whole = await StreamAsync("sandbox");
        var cut = await StreamAsync("sandbox:nodone");
        Assert.Equal(whole.Split("\n\n").Length - 1, cut.Split("\n\n").Length);
        Assert.Contains("finishReason", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("finishReason", cut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheMostTokens_EndAnAnswer() => Assert.Contains(
        "\"finishReason\":\"MAX_TOKENS\"", (await AskAsync("sandbox:tokens=50", false)).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "The body is no request of this dialect.")]
    [InlineData("[]", "Invalid JSON payload received. An object was expected.")]
    [InlineData("{}", "* GenerateContentRequest.contents: contents is not specified")]
    [InlineData("""{"contents":[]}""", "* GenerateContentRequest.contents: contents is not specified")]
    [InlineData("""{"contents":"hi"}""", "Invalid value at 'contents'")]
    [InlineData("""{"contents":["hi"]}""", "Invalid value at 'contents'")]
    [InlineData("""{"contents":[{"role":"user"}]}""", "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.")]
    [InlineData("""{"contents":[{"parts":"hi"}]}""", "Invalid value at 'contents[0].parts'")]
    [InlineData("""{"contents":[{"parts":[{"text":5}]}]}""", "Invalid value at 'contents[0].parts.text'")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"hi"}]}]}""", "Please use a valid role: user, model.")]
    [InlineData("""{"contents":[{"parts":[{"text":"hi"}]}],"generationConfig":{"maxOutputTokens":0}}""", "Invalid value at 'generation_config.max_output_tokens'")]
    public async Task ABodyThatIsNoRequest_Is400_AsAtGoogle(string body, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            (400, $$$"""{"error":{"code":400,"message":"{{{message}}}","status":"INVALID_ARGUMENT"}}"""),
            await sandbox.PostAsync("/v1beta/models/sandbox:generateContent", Headers, body));
    }

    [Fact]
    public async Task OneElement_StandsForAList()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(200, (await sandbox.PostAsync("/v1beta/models/sandbox:generateContent", Headers, """{"contents":{"parts":{"text":"hi"}}}""")).Status);
    }

    [Theory]
    [InlineData("countTokens")]
    [InlineData("embedContent")]
    public async Task WhatIsNoConversation_Is404(string verb)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal(
            (404, """{"error":{"code":404,"message":"The sandbox holds conversations only.","status":"NOT_FOUND"}}"""),
            await sandbox.PostAsync($"/v1beta/models/sandbox:{verb}", Headers, """{"contents":[{"parts":[{"text":"hi"}]}]}"""));
    }

    [Fact]
    public async Task WithoutAKey_Is401()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((401, """{"error":{"code":401,"message":"No key.","status":"UNAUTHENTICATED"}}"""), await sandbox.PostAsync("/v1beta/models/sandbox:generateContent", [], "{}"));
    }

    private static string[] Headers => ["x-goog-api-key: any"];

    private static async Task<string> StreamAsync(string model, string rest = "") => (await AskAsync(model, true, rest)).Body;

    private static async Task<(int Status, string Body)> AskAsync(string model, bool stream, string rest = "")
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        return await sandbox.PostAsync($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", Headers,
            $$"""{"contents":[{"role":"user","parts":[{"text":"Hi you"}]}],"generationConfig":{"maxOutputTokens":10}{{rest}}}""");
    }
}
