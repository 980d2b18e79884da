using System.Text;
using Relay.Dialects;
using Relay.Dialects.OpenAIResponses;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What an event means for the call, and what is learnt from it.</summary>
public sealed class ResponsesAnswerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[DONE]")]
    [InlineData("{}")]
    [InlineData("""{"type":"keepalive"}""")]
    [InlineData("""{"type":"response.created","response":{"id":"resp_1"}}""")]
    [InlineData("""{"type":"response.queued","response":null}""")]
    [InlineData("""{"type":"response.in_progress"}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message","content":[]}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"reasoning","summary":[]}}""")]
    [InlineData("""{"type":"response.content_part.added","part":{"type":"output_text","text":""}}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":""}""")]
    [InlineData("""{"type":"response.output_text.delta"}""")]
    [InlineData("""{"type":"response.brand_new","response":{"status":"completed"}}""")]
    [InlineData("""{"type":"something","error":null}""")]
    public void WhatIsOfNoUseYet_IsPreamble(string data) => Assert.Equal(AnswerEventKind.Preamble, Read(data));

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":"a"}""")]
    [InlineData("""{"delta":"a","type":"response.reasoning_summary_text.delta"}""")]
    [InlineData("""{"type":"response.reasoning_text.delta","delta":"a"}""")]
    [InlineData("""{"type":"response.refusal.delta","delta":"a"}""")]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":"{"}""")]
    [InlineData("""{"type":"response.custom_tool_call_input.delta","delta":"x"}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"web_search_call"}}""")]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"message"}}""")]
    [InlineData("""{"type":"response.output_text.done","text":"a"}""")]
    public void WhatTheModelMade_IsContent(string data) => Assert.Equal(AnswerEventKind.Content, Read(data));

    [Theory]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"type":"response.completed","response":{]}""")]
    [InlineData("""{"type":"response.completed"}{}""")]
    [InlineData("<html>")]
    public void WhatIsNoJsonObject_IsMalformed(string data)
    {
        Assert.Equal(AnswerEventKind.Malformed, Read(data));
        Assert.Equal(AnswerEventKind.Malformed, new ResponsesAnswer().Read(Encoding.UTF8.GetBytes(data)));
    }

    [Theory]
    [InlineData("""{"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":3,"output_tokens":2}}}""", "completed")]
    [InlineData("""{"response":{"usage":{"input_tokens":3,"output_tokens":2},"status":"completed"},"type":"response.completed"}""", "completed")]
    [InlineData("""{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":3,"output_tokens":2}}}""", "max_output_tokens")]
    public void TheLastEvent_IsTheEnd_AndHasTheUsage(string data, string reason)
    {
        var answer = new ResponsesAnswer();
        answer.ReadEvent("""{"type":"response.created","response":{"model":"gpt-5.4","status":"in_progress","usage":null}}"""u8);
        Assert.False(answer.IsWholeAtEnd);
        Assert.Null(answer.FinishReason);

        Assert.Equal(AnswerEventKind.Done, answer.ReadEvent(Encoding.UTF8.GetBytes(data)));
        Assert.Equal((new Usage { Input = 3, Output = 2 }, reason, "gpt-5.4", true), (answer.Usage!.Value, answer.FinishReason, answer.Model, answer.IsWholeAtEnd));
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"m"},"usage":null}}""", "rate_limit_exceeded")]
    [InlineData("""{"type":"error","code":"server_error","message":"m","param":null,"sequence_number":1}""", "server_error")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"m"}}""", "context_length_exceeded")]
    [InlineData("""{"type":"error","code":null,"message":"m"}""", null)]
    [InlineData("""{"error":{"type":"server_error"}}""", "server_error")]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"your prompt was: tell me"}}}""", null)]
    [InlineData("""{"type":"response.failed"}""", null)]
    [InlineData("""{"type":"response.failed","response":{"error":{"\ud800":1}}}""", null)]
    public void AnError_IsAnError_AndItsCodeIsKept(string data, string? code)
    {
        var answer = new ResponsesAnswer();

        Assert.Equal(AnswerEventKind.Error, answer.ReadEvent(Encoding.UTF8.GetBytes(data)));
        Assert.Equal((code, false), (answer.ErrorCode, answer.IsWholeAtEnd));
    }

    [Fact]
    public void AFailure_HasItsUsageToo()
    {
        var answer = new ResponsesAnswer();
        answer.ReadEvent("""{"type":"response.failed","response":{"error":{"code":"server_error"},"usage":{"input_tokens":9,"output_tokens":0}}}"""u8);

        Assert.Equal(new Usage { Input = 9, Output = 0 }, answer.Usage);
    }

    [Fact]
    public void WhatCameIsCountedOnce()
    {
        var answer = new ResponsesAnswer();
        answer.ReadEvent("""{"type":"response.output_text.delta","delta":"abc"}"""u8);
        answer.ReadEvent("""{"type":"response.output_text.done","text":"abc"}"""u8);
        answer.ReadEvent("""{"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"abc"}]}}"""u8);
        Assert.Equal(3, answer.ContentBytes);

        answer.ReadEvent("""{"type":"response.output_item.done","item":{"type":"x"}}"""u8);
        Assert.Equal(3 + 10, answer.ContentBytes);
        answer.ReadEvent("""{"type":"response.completed","response":{"output":[{"type":"x"}]}}"""u8);
        Assert.Equal(13, answer.ContentBytes);
    }

    [Theory]
    [InlineData("""{"type":"response.completed","response":{"status":"completed","output":[]}}""", false, 0)]
    [InlineData("""{"type":"response.completed","response":{"status":"completed","output":[{"type":"x"}]}}""", true, 12)]
    [InlineData("""{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}}""", true, 0)]
    public void AnEndBehindNothing_IsAnAnswer_WhenItHasOne(string data, bool isAnswered, int bytes)
    {
        var answer = new ResponsesAnswer();

        Assert.Equal(AnswerEventKind.Done, answer.ReadEvent(Encoding.UTF8.GetBytes(data)));
        Assert.Equal((isAnswered, bytes), (answer.IsAnswered, (int)answer.ContentBytes));
    }

    [Theory]
    [InlineData("""{"id":"resp_1","model":"m","status":"completed","output":[{"type":"message"}],"usage":{"input_tokens":1,"output_tokens":1},"error":null}""", AnswerEventKind.Content)]
    [InlineData("""{"id":"resp_1","model":"m","status":"queued","output":[]}""", AnswerEventKind.Preamble)]
    [InlineData("""{"id":"resp_1","model":"m","status":"failed","error":{"code":"server_error","message":"m"}}""", AnswerEventKind.Error)]
    [InlineData("""{"error":{"code":"server_error"},"model":"m"}""", AnswerEventKind.Error)]
    internal void AWholeAnswer_IsRead(string json, AnswerEventKind kind)
    {
        var answer = new ResponsesAnswer();

        Assert.Equal((kind, "m"), (answer.Read(Encoding.UTF8.GetBytes(json)), answer.Model));
        Assert.Equal(kind == AnswerEventKind.Error ? "server_error" : null, answer.ErrorCode);
    }

    // The last event repeats all of the answer: reading it must not copy it.
    [Fact]
    public void AHugeLastEvent_IsReadWithoutACopy()
    {
        var text = string.Concat(Enumerable.Repeat("line\\n\\\"quoted\\\" \\u00fc ", 200_000));
        var data = Encoding.UTF8.GetBytes(
            $$$"""{"type":"response.completed","response":{"id":"resp_1","output":[{"type":"message","content":[{"type":"output_text","text":"{{{text}}}"}]}],"model":"m","usage":{"input_tokens":1,"output_tokens":2} } }""");
        var answer = new ResponsesAnswer();
        answer.ReadEvent("""{"type":"response.completed","response":{"usage":{}}}"""u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(AnswerEventKind.Done, answer.ReadEvent(data));

        // Far less than a copy; what the runtime itself puts on the thread is in it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
        Assert.Equal(new Usage { Input = 1, Output = 2 }, answer.Usage);
        Assert.True(data.Length > 4_000_000);
    }

    private static AnswerEventKind Read(string data) => new ResponsesAnswer().ReadEvent(Encoding.UTF8.GetBytes(data));
}
