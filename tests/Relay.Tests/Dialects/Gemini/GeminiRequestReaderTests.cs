using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What a Gemini caller's body means.</summary>
public sealed class GeminiRequestReaderTests
{
    [Fact]
    public void ModelAndStream_AreThoseOfThePath()
    {
        var conversation = GeminiRequests.Read("""{"model":"models/other","contents":[{"parts":[{"text":"Hi"}]}],"stream":false}""");
        Assert.Equal(("asked", true), (conversation.Model, conversation.Stream));
        Assert.Equal(["stream"], GeminiRequests.Losses(conversation));
    }

    [Fact]
    public void RolesAndPaths_AreKept()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[{"text":"c"}]},{"role":"function","parts":[{"text":"d"}]},{"role":"whoever","parts":[{"text":"e"}]},{"parts":[]}],"systemInstruction":{"role":"user","parts":[{"text":"s"}]}}""");
        Assert.Equal([Role.System, Role.User, Role.Assistant, Role.User, Role.User], conversation.Messages.Select(message => message.Role));
        Assert.Equal(
            ["systemInstruction.parts[0]", "contents[0].parts[0]", "contents[0].parts[1]", "contents[1].parts[0]", "contents[2].parts[0]", "contents[3].parts[0]"],
            conversation.Messages.SelectMany(message => message.Parts).Select(part => part.Path));
    }

    // Google's SDK gives a streamed turn back as it came: each chunk a content of its own, the signature in the last.
    [Fact]
    public void ThoughtsThatWereStreamed_AreOne_WithTheirSignature()
    {
        var seal = Relay.Dialects.Gemini.GeminiSignature.ToText(new Signature(Dialect.Anthropic, "sig"));
        var conversation = GeminiRequests.Read(
            $$"""{"contents":[{"role":"model","parts":[{"text":"a","thought":true}]},{"role":"model","parts":[{"text":"b","thought":true},{"text":"c","thought":true}]},{"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"{{seal}}"}]},{"role":"model","parts":[{"text":"d"}]}]}""");

        var thought = Assert.IsType<ReasoningPart>(Assert.Single(conversation.Messages[0].Parts));
        Assert.Equal(("abc", new Signature(Dialect.Anthropic, "sig")), (thought.Text, thought.Signature));
        Assert.Equal("d", Assert.IsType<TextPart>(Assert.Single(conversation.Messages[1].Parts)).Text);
    }

    [Fact]
    public void CallsWithoutIds_GetThemByOrder_AndResultsFindTheirCallByName()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"n":1}}},{"functionCall":{"name":"g"}},{"functionCall":{"name":"f","args":{"n":2}}},{"functionCall":{"id":"own","name":"f"}}]},{"role":"user","parts":[{"functionResponse":{"name":"g","response":{"output":"g1"}}},{"functionResponse":{"id":"own","name":"f","response":{"output":"f3"}}},{"functionResponse":{"name":"f","response":{"output":"f1"}}},{"functionResponse":{"id":"client-made","name":"f","response":{"output":"f2"}}},{"functionResponse":{"name":"h","response":{"output":"h"}}}]},{"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"f4"}}}]}]}""");
        Assert.Equal(
            ["call_0", "call_1", "call_2", "own", "call_4"],
            conversation.Messages.SelectMany(message => message.Parts).OfType<ToolCallPart>().Select(call => call.Id));
        Assert.Equal(
            [("call_1", "g1"), ("own", "f3"), ("call_0", "f1"), ("call_2", "f2"), ("call_3", "h"), ("call_4", "f4")],
            conversation.Messages.SelectMany(message => message.Parts).OfType<ToolResultPart>()
                .Select(result => (result.CallId, ((TextPart)result.Content[0]).Text)));
    }

    [Theory]
    [InlineData("""{"output":"a\n\"b\""}""", "a\n\"b\"", false)]
    [InlineData("""{"error":"bad"}""", "bad", true)]
    [InlineData("""{"error":{"code":1}}""", """{"code":1}""", true)]
    [InlineData("""{"output":{"a":1.0}}""", """{"output":{"a":1.0}}""", false)]
    [InlineData("""{"result":"x"}""", """{"result":"x"}""", false)]
    [InlineData("""{"output":"x","error":"y"}""", """{"output":"x","error":"y"}""", false)]
    [InlineData("{}", "{}", false)]
    public void Results_AreTheirTextOrTheirJson(string response, string text, bool isError)
    {
        var conversation = GeminiRequests.Read("""{"contents":[{"parts":[{"functionResponse":{"id":"c","name":"f","response":""" + response + "}}]}]}");
        var result = Assert.IsType<ToolResultPart>(conversation.Messages[0].Parts[0]);
        Assert.Equal((text, isError), (((TextPart)Assert.Single(result.Content)).Text, result.IsError));
    }

    [Fact]
    public void Media_AreOfTheirKind()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"parts":[{"inlineData":{"data":"AAA\/","mimeType":"image/png"}},{"inlineData":{"mimeType":"audio/mp3","data":"AAAA"}},{"inlineData":{"mimeType":"application/pdf","data":"_-8","displayName":"x.pdf"}},{"fileData":{"fileUri":"https://a/x"}},{"fileData":{"fileUri":"files/1","mimeType":"image/png"}}]}]}""");
        var parts = conversation.Messages[0].Parts;
        Assert.Equal("AAA/", Encoding.UTF8.GetString(((ImagePart)parts[0]).Source.Base64.Span));
        Assert.Equal("audio/mp3", ((AudioPart)parts[1]).Source.MediaType);
        Assert.Equal(("x.pdf", "/+8="), (((FilePart)parts[2]).Name, Encoding.UTF8.GetString(((FilePart)parts[2]).Source.Base64.Span)));
        Assert.Equal("https://a/x", ((FilePart)parts[3]).Source.Url);
        Assert.Equal((null, "files/1"), (((ImagePart)parts[4]).Source.Url, ((ImagePart)parts[4]).Source.FileId));
    }

    [Fact]
    public void Base64AndSchemas_AreSlicesOfTheBody()
    {
        var body = Encoding.UTF8.GetBytes("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{ "type" : "object" }}]}]}""");
        var conversation = new Relay.Dialects.Gemini.GeminiRequestReader().Read(body, "m", stream: false).Value!;
        Assert.True(body.AsSpan().Overlaps(((ImagePart)conversation.Messages[0].Parts[0]).Source.Base64.Span));
        Assert.True(body.AsSpan().Overlaps(conversation.Tools[0].Parameters.Span));
        Assert.Equal("""{ "type" : "object" }""", Encoding.UTF8.GetString(conversation.Tools[0].Parameters.Span));
    }

    [Fact]
    public void SignaturesOfOtherProviders_AreUnpacked_WhateverAlphabetAnSdkMadeOfThem()
    {
        var packed = Relay.Dialects.Gemini.GeminiSignature.ToText(new Signature(Dialect.Anthropic, "?>?>~~??", IsRedacted: true));
        Assert.Contains('/', packed);
        foreach (var text in new[] { packed, packed.Replace('+', '-').Replace('/', '_'), packed.TrimEnd('=') })
        {
            var conversation = GeminiRequests.Read($$"""{"contents":[{"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"{{text}}"}]},{"parts":[{"text":"Hi"}]}]}""");
            Assert.Equal(
                new Signature(Dialect.Anthropic, "?>?>~~??", IsRedacted: true),
                Assert.IsType<ReasoningPart>(conversation.Messages[0].Parts[0]).Signature);
        }
    }

    [Fact]
    public void HalvesOfSurrogates_BecomeReplacements()
    {
        var conversation = GeminiRequests.Read("""{"contents":[{"parts":[{"text":"a\ud83d","\ud800":1}]}]}""");
        Assert.Equal("a\ufffd", ((TextPart)conversation.Messages[0].Parts[0]).Text);
    }

    [Theory]
    [InlineData("""{"thinkingConfig":{"thinkingLevel":"MINIMAL"}}""", "minimal", null, null)]
    [InlineData("""{"thinkingConfig":{"thinkingLevel":"HIGH","includeThoughts":true}}""", "high", null, true)]
    [InlineData("""{"thinkingConfig":{"thinkingLevel":"THINKING_LEVEL_UNSPECIFIED","thinkingBudget":-1}}""", null, -1L, null)]
    [InlineData("""{"thinkingConfig":{"thinkingBudget":0,"includeThoughts":false}}""", null, 0L, false)]
    public void Thinking_IsReasoning(string config, string? effort, long? budget, bool? show)
    {
        var conversation = GeminiRequests.Read("""{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":""" + config + "}");
        Assert.Equal(new Reasoning { Effort = effort, BudgetTokens = budget, Show = show }, conversation.Reasoning);
    }

    [Theory]
    [InlineData("safetySettings", "[{}]", "safetySettings")]
    [InlineData("cachedContent", "\"cachedContents/1\"", "cachedContent!")]
    [InlineData("somethingNew", "1", "somethingNew")]
    [InlineData("\\u0001 prompt", "1", "*")]
    [InlineData("a name that is so long that it can be no name of a field of Gemini's at all", "1", "*")]
    [InlineData("tools", """[{"codeExecution":{}},{"urlContext":{}},{"newTool":{}},{}]""", "tools[0].codeExecution,tools[1].urlContext,tools[2].newTool")]
    [InlineData("tools", """[{"functionDeclarations":[{"name":"f","response":{},"behavior":"BLOCKING"}]}]""", "tools[0].functionDeclarations[0].response,tools[0].functionDeclarations[0].behavior")]
    [InlineData("toolConfig", """{"retrievalConfig":{}}""", "toolConfig.retrievalConfig")]
    [InlineData("toolConfig", """{"functionCallingConfig":{"mode":"NEW","streamFunctionCallArguments":true}}""", "toolConfig.functionCallingConfig.mode!")]
    [InlineData("generationConfig", """{"candidateCount":1,"responseModalities":["TEXT"]}""", "")]
    [InlineData("generationConfig", """{"candidateCount":2,"responseModalities":["TEXT","IMAGE"],"speechConfig":{},"mediaResolution":"LOW"}""",
        "generationConfig.responseModalities!,generationConfig.speechConfig!,generationConfig.mediaResolution")]
    [InlineData("generationConfig", """{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["a"]}}""", "generationConfig.responseMimeType!")]
    [InlineData("generationConfig", """{"thinkingConfig":{"new":1}}""", "generationConfig.thinkingConfig.new")]
    public void WhatHasNoPlace_IsListedAndNotRefused(string field, string value, string losses)
    {
        var conversation = GeminiRequests.Read($$"""{"{{field}}":{{value}},"contents":[{"parts":[{"text":"Hi"}]}]}""");
        Assert.Equal(losses, string.Join(',', GeminiRequests.Losses(conversation)));
    }

    [Fact]
    public void PartsWithoutAPlace_AreListed()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"role":"model","parts":[{"executableCode":{"code":"x"}},{"codeExecutionResult":{}},{"text":"a","videoMetadata":{}}],"x":1},{"parts":[{}, {"functionResponse":{"name":"f","response":{},"willContinue":true}}]}]}""");
        Assert.Equal(
            ["contents[0].parts[0].executableCode!", "contents[0].parts[1].codeExecutionResult!", "contents[0].parts[2].videoMetadata", "contents[0].x", "contents[1].parts[1].functionResponse.willContinue"],
            GeminiRequests.Losses(conversation));
    }

    [Fact]
    public void Labels_AreMetadata() => Assert.Equal(
        """{"team":"a"}""",
        Encoding.UTF8.GetString(GeminiRequests.Read("""{"labels":{"team":"a"},"contents":[{"parts":[{"text":"Hi"}]}]}""").Metadata.Span));
}
