using System.Text;
using Relay.Dialects;
using Relay.Dialects.Gemini;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What an event means for the call, and what is learnt of it.</summary>
public sealed class GeminiAnswerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("""{"candidates":null,"usageMetadata":null}""")]
    [InlineData("""{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"index":0}]}""")]
    [InlineData("""{"candidates":[{"content":{"role":"model","parts":[{"text":"","thoughtSignature":"AA=="}]}}],"usageMetadata":{"promptTokenCount":1}}""")]
    [InlineData("""{"candidates":[{"content":null},7,{"finishReason":null},{"finishReason":"FINISH_REASON_UNSPECIFIED"}]}""")]
    [InlineData("""{"promptFeedback":{"safetyRatings":[]},"error":null,"usageMetadata":{"trafficType":"ON_DEMAND"}}""")]
    [InlineData("""{"ping":1,"\ud800":2}""")]
    public void WhatIsOfNoUseYet_IsPreamble(string data) => Assert.Equal(AnswerEventKind.Preamble, Read(data));

    [Theory]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a","thought":true}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{"data":"AA"}}]}}]}""")]
    [InlineData("""{"candidates":[{"finishReason":"STOP"}]}""")]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""")]
    [InlineData("""{"cand\u0069dates":[{"content":{"parts":[{"t\u0065xt":"a"}]}}],"usageMetadata":{"promptTokenCount":1}}""")]
    public void WhatTheModelMade_IsContent(string data) => Assert.Equal(AnswerEventKind.Content, Read(data));

    [Fact]
    public void UsageAlone_IsUsage() => Assert.Equal(AnswerEventKind.Usage, Read("""{"usageMetadata":{"promptTokenCount":1}}"""));

    [Theory]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("[DONE]")]
    [InlineData("{")]
    [InlineData("""{"candidates":[]}{}""")]
    [InlineData("""{"candidates":[],}""")]
    [InlineData("<html>")]
    public void WhatIsNoJsonObject_IsMalformed(string data) => Assert.Equal(AnswerEventKind.Malformed, Read(data));

    [Fact]
    public void ADepthBomb_IsMalformed() =>
        Assert.Equal(AnswerEventKind.Malformed, Read(string.Concat(Enumerable.Repeat("{\"candidates\":[", 100_000))));

    [Fact]
    public void AStream_IsLearntFrom()
    {
        var answer = new GeminiAnswer();
        answer.ReadEvent("""{"candidates":[{"content":{"parts":[{"text":"Gr\u00fc"}]}}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3},"modelVersion":"m1"}"""u8);
        answer.ReadEvent("""{"candidates":[{"content":{"parts":[{"text":"\u00df","thoughtSignature":"AAAA"}]},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5},"modelVersion":"m2"}"""u8);
        Assert.Equal(("m1", "MAX_TOKENS", 14L), (answer.Model, answer.FinishReason, answer.ContentBytes));
        Assert.Equal(new Usage { Input = 3, Output = 2 }, answer.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":[{"status":"no"}]}}""", "RESOURCE_EXHAUSTED")]
    [InlineData("""{"error":{"code":503,"message":"x"}}""", "503")]
    [InlineData("""{"error":{"status":"the prompt was: x y z"}}""", null)]
    [InlineData("""{"error":"it broke"}""", null)]
    public void AnError_HasACode(string data, string? code)
    {
        var answer = new GeminiAnswer();
        Assert.Equal(AnswerEventKind.Error, answer.ReadEvent(Encoding.UTF8.GetBytes(data)));
        Assert.Equal(code, answer.ErrorCode);
        Assert.True(GeminiError.TryReadBody(Encoding.UTF8.GetBytes($" [{data}]\n"), out var found, out _));
        Assert.Equal(code, found);
    }

    private static AnswerEventKind Read(string data) => new GeminiAnswer().ReadEvent(Encoding.UTF8.GetBytes(data));
}
