using System.Text;
using Relay.Dialects;
using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What an event means for the call.</summary>
public sealed class ChatAnswerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null,"usage":null}""")]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":""}}]}""")]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":null,"refusal":null,"tool_calls":[]},"finish_reason":null}]}""")]
    [InlineData("""{"choices":[{"delta":null},{"delta":"x"},7]}""")]
    [InlineData("""{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}""")]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":null}],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"choices":[],"error":null}""")]
    [InlineData("""{"choices":[{"delta":{"content":""},"finish_reason":""}]}""")]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":"stop"}]}""")]
    [InlineData("""{"ping":1}""")]
    public void WhatIsOfNoUseYet_IsPreamble(string data) => Assert.Equal(AnswerEventKind.Preamble, Read(data));

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":" "}}]}""")]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"a"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"reasoning":"a"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"refusal":"a"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":""}}]}}]}""")]
    [InlineData("""{"choices":[{"delta":{"audio":{"data":"AA"}}}]}""")]
    [InlineData("""{"choices":[{"delta":{}},{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"a"}}]}""")]
    [InlineData("""{"cho\u0069ces":[{"d\u0065lta":{"content":"a"}}]}""")]
    public void WhatTheModelMade_IsContent(string data) => Assert.Equal(AnswerEventKind.Content, Read(data));

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"usage":{}}""")]
    public void UsageAlone_IsUsage(string data) => Assert.Equal(AnswerEventKind.Usage, Read(data));

    [Fact]
    public void AReasonToFinish_IsContentBehindSome_AndMakesAnAnswerOfAnEndBehindNothing()
    {
        const string Finish = """{"choices":[{"delta":{},"finish_reason":"stop"}]}""";
        IAnswerTap empty = new ChatAnswer();
        var full = new ChatAnswer();
        full.ReadEvent("""{"choices":[{"delta":{"content":"a"}}]}"""u8);

        Assert.False(empty.IsAnswered);
        Assert.Equal((AnswerEventKind.Preamble, AnswerEventKind.Content), (empty.ReadEvent(Encoding.UTF8.GetBytes(Finish)), full.ReadEvent(Encoding.UTF8.GetBytes(Finish))));
        Assert.True(empty.IsAnswered);
    }

    [Fact]
    public void TheEndMark_IsDone() => Assert.Equal(AnswerEventKind.Done, Read("[DONE]"));

    [Theory]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]""")]
    [InlineData("""{"choices":[]}{"choices":[]}""")]
    [InlineData("""{"choices":[],}""")]
    [InlineData("<html>")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"choices":[{"delta":{"\udc00":"a"}}]}""")]
    [InlineData("""{"error":{"co\ud800":1}}""")]
    public void WhatIsNoJsonObject_IsMalformed(string data) => Assert.Equal(AnswerEventKind.Malformed, Read(data));

    [Fact]
    public void ADepthBomb_IsMalformed() =>
        Assert.Equal(AnswerEventKind.Malformed, Read(string.Concat(Enumerable.Repeat("{\"choices\":[", 100_000))));

    [Fact]
    public void AnEventCutAnywhere_IsMalformed()
    {
        const string Whole = """{"model":"m","choices":[{"delta":{"content":"Grü\u00df"},"finish_reason":null}],"usage":{"prompt_tokens":1},"error":null}""";
        for (var length = 1; length < Whole.Length; length++)
            Assert.Equal(AnswerEventKind.Malformed, Read(Whole[..length]));
    }

    [Theory]
    [InlineData("""{"error":{"message":"x","type":"server_error","param":null,"code":"overloaded"}}""", "overloaded")]
    [InlineData("""{"error":{"message":"x","type":"server_error","code":null}}""", "server_error")]
    [InlineData("""{"error":{"code":429,"message":"x"}}""", "429")]
    [InlineData("""{"error":{"message":"x"}}""", null)]
    [InlineData("""{"error":"it broke"}""", null)]
    [InlineData("""{"error":["a"]}""", null)]
    [InlineData("""{"error":{"code":"your prompt was: tell me"}}""", null)]
    [InlineData("""{"error":{"code":"","type":{"a":1}}}""", null)]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}],"error":{"code":"late"}}""", "late")]
    public void AnError_IsAnError_AndItsCodeIsKept(string data, string? code)
    {
        var answer = new ChatAnswer();

        Assert.Equal(AnswerEventKind.Error, answer.ReadEvent(Encoding.UTF8.GetBytes(data)));
        Assert.Equal(code, answer.ErrorCode);
    }

    [Fact]
    public void TheFirstModel_AndTheLastReason_AreKept()
    {
        var answer = new ChatAnswer();
        answer.ReadEvent("""{"model":null,"choices":[{"finish_reason":"tool_calls"}]}"""u8);
        answer.ReadEvent("""{"model":"gpt-5.4-2026-03-05","choices":[{"finish_reason":"content_filter"}]}"""u8);
        answer.ReadEvent("""{"model":"other","choices":[{"finish_reason":null}]}"""u8);

        Assert.Equal(("gpt-5.4-2026-03-05", "content_filter"), (answer.Model, answer.FinishReason));
    }

    [Fact]
    public void NamesThatAreNoNames_AreNotKept()
    {
        var answer = new ChatAnswer();
        answer.ReadEvent(Encoding.UTF8.GetBytes(
            $$"""{"model":"{{new string('m', 257)}}","choices":[{"finish_reason":"{{new string('f', 65)}}"}]}"""));
        answer.ReadEvent("""{"model":"\ud800","choices":[{"finish_reason":"\udc00"}]}"""u8);
        answer.ReadEvent("""{"model":{"a":1},"choices":[{"finish_reason":["stop"]}]}"""u8);

        Assert.Equal((null, null), (answer.Model, answer.FinishReason));
    }

    [Fact]
    public void TextIsCounted_AsTheBytesThatCame()
    {
        var answer = new ChatAnswer();
        answer.ReadEvent("""{"choices":[{"delta":{"role":"assistant","content":"abc","reasoning":"日"}}]}"""u8);
        answer.ReadEvent("""{"choices":[{"delta":{"content":"d"}},{"delta":{"content":"e"}}]}"""u8);

        Assert.Equal(8, answer.ContentBytes);
    }

    private static AnswerEventKind Read(string data) => new ChatAnswer().ReadEvent(Encoding.UTF8.GetBytes(data));
}
