using System.Text;
using Relay.Dialects.Gemini;
using Relay.Failures;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Bodies that are refused, with the field that is wrong.</summary>
public sealed class GeminiRequestRefusalTests
{
    [Theory]
    [InlineData("contents", "1")]
    [InlineData("contents[1]", """[{"parts":[{"text":"a"}]},2]""", "contents")]
    [InlineData("contents[0].role", """[{"role":1}]""", "contents")]
    [InlineData("contents[0].parts", """[{"parts":"a"}]""", "contents")]
    [InlineData("contents[0].parts[1]", """[{"parts":[{},"a"]}]""", "contents")]
    [InlineData("contents[0].parts[0].text", """[{"parts":[{"text":1}]}]""", "contents")]
    [InlineData("contents[0].parts[0].thought", """[{"parts":[{"text":"a","thought":"yes"}]}]""", "contents")]
    [InlineData("contents[0].parts[0].thoughtSignature", """[{"parts":[{"text":"a","thoughtSignature":{}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].functionCall", """[{"parts":[{"functionCall":[]}]}]""", "contents")]
    [InlineData("contents[0].parts[0].functionCall.name", """[{"parts":[{"functionCall":{"args":{}}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].functionCall.args", """[{"parts":[{"functionCall":{"name":"f","args":"{}"}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].functionResponse.response", """[{"parts":[{"functionResponse":{"name":"f","response":"x"}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].functionResponse.parts", """[{"parts":[{"functionResponse":{"name":"f","parts":{}}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].inlineData.data", """[{"parts":[{"inlineData":{"mimeType":"image/png","data":7}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].inlineData.data", """[{"parts":[{"inlineData":{"mimeType":"image/png","data":"no base64!"}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].inlineData.mimeType", """[{"parts":[{"inlineData":{"mimeType":1,"data":"AAAA"}}]}]""", "contents")]
    [InlineData("contents[0].parts[0].fileData.fileUri", """[{"parts":[{"fileData":{"fileUri":[]}}]}]""", "contents")]
    [InlineData("systemInstruction", "1")]
    [InlineData("systemInstruction.parts[0].text", """{"parts":[{"text":false}]}""", "systemInstruction")]
    [InlineData("tools", "{}")]
    [InlineData("tools[0]", "[1]", "tools")]
    [InlineData("tools[0].functionDeclarations", """[{"functionDeclarations":{}}]""", "tools")]
    [InlineData("tools[0].functionDeclarations[0].name", """[{"functionDeclarations":[{"description":"x"}]}]""", "tools")]
    [InlineData("tools[0].functionDeclarations[0].parameters", """[{"functionDeclarations":[{"name":"f","parameters":"x"}]}]""", "tools")]
    [InlineData("toolConfig.functionCallingConfig.allowedFunctionNames[1]", """{"functionCallingConfig":{"allowedFunctionNames":["a",1]}}""", "toolConfig")]
    [InlineData("generationConfig", "[]")]
    [InlineData("generationConfig.maxOutputTokens", """{"maxOutputTokens":1.5}""", "generationConfig")]
    [InlineData("generationConfig.maxOutputTokens", """{"maxOutputTokens":"many"}""", "generationConfig")]
    [InlineData("generationConfig.maxOutputTokens", """{"maxOutputTokens":1e400}""", "generationConfig")]
    [InlineData("generationConfig.temperature", """{"temperature":{}}""", "generationConfig")]
    [InlineData("generationConfig.temperature", """{"temperature":"NaN"}""", "generationConfig")]
    [InlineData("generationConfig.stopSequences[0]", """{"stopSequences":[1]}""", "generationConfig")]
    [InlineData("generationConfig.responseLogprobs", """{"responseLogprobs":1}""", "generationConfig")]
    [InlineData("generationConfig.responseSchema", """{"responseSchema":"x"}""", "generationConfig")]
    [InlineData("generationConfig.thinkingConfig.thinkingBudget", """{"thinkingConfig":{"thinkingBudget":[]}}""", "generationConfig")]
    public void AWrongType_IsNamedByPath(string path, string value, string? field = null)
    {
        var failure = GeminiRequests.Refused($$"""{"{{field ?? path}}":{{value}}}""");
        Assert.Equal((400, FailureCode.InvalidField, path), (failure.Status, failure.Code, failure.Param));
        Assert.Equal((FailureStage.Ingress, FailureSide.Caller), (failure.Stage, failure.Side));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"contents":[{"parts":[{"text":"secret words"]}]}""")]
    [InlineData("""{"contents":[]} x""")]
    public void WhatIsNoObject_IsNoJson(string body)
    {
        var failure = GeminiRequests.Refused(body);
        Assert.Equal((400, FailureCode.InvalidJson), (failure.Status, failure.Code));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"contents":[]}""")]
    [InlineData("""{"contents":null}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[]}]}""")]
    [InlineData("""{"systemInstruction":{"parts":[{"text":"a"}]}}""")]
    public void NoContents_IsAMissingField(string body)
    {
        var failure = GeminiRequests.Refused(body);
        Assert.Equal((400, FailureCode.MissingField, "contents"), (failure.Status, failure.Code, failure.Param));
    }

    [Fact]
    public void ADepthBomb_IsNoJson()
    {
        var bomb = """{"tools":[{"functionDeclarations":[{"name":"f","parameters":""" + string.Concat(Enumerable.Repeat("{\"items\":", 100_000));
        Assert.Equal(FailureCode.InvalidJson, GeminiRequests.Refused(bomb).Code);
    }

    [Fact]
    public void ABodyCutAnywhere_IsRefused()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"systemInstruction":"Grüß","contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":[1]}},"thoughtSignature":"AA=="}]},{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","nullable":true}}]}],"generationConfig":{"seed":1,"stopSequences":["a"]}}""");
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(FailureCode.InvalidJson, new GeminiRequestReader().Read(bytes.AsMemory(0, length), "m", stream: false).Failure?.Code);
    }
}
