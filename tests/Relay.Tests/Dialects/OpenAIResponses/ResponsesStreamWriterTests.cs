using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Failures;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>The exact bytes that a caller gets.</summary>
public sealed class ResponsesStreamWriterTests
{
    private const string Head = """{"id":"resp_call_1","object":"response","created_at":5,"status":"{0}","error":{1},"incomplete_details":{2},"instructions":null,"metadata":{},"model":"m","output":[""";
    private const string Tail = """],"parallel_tool_calls":true,"previous_response_id":null,"store":false,"temperature":null,"tool_choice":"auto","tools":[],"top_p":null,"usage":""";
    private const string Zero = """{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":0}""";

    private static readonly string Begun = Response("in_progress", "", "null");

    private readonly ResponsesStreamWriter _writer = new("call_1", "m", 5);

    [Fact]
    public void Text_IsAMessage()
    {
        _writer.Begin("chatcmpl-1", null);
        Say(AnswerPartKind.Text, "Hé", "\"");
        _writer.Report(new Usage { Input = 3, Output = 2 });
        _writer.Finish(FinishReason.Stop, null);
        _writer.End();

        const string Item = """{"id":"msg_call_1_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hé\""}]}""";
        AssertWritten(
            $$"""{"type":"response.created","sequence_number":0,"response":{{Begun}}}""",
            $$"""{"type":"response.in_progress","sequence_number":1,"response":{{Begun}}}""",
            """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_call_1_0","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
            """{"type":"response.content_part.added","sequence_number":3,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}""",
            """{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"delta":"Hé","logprobs":[]}""",
            """{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"delta":"\"","logprobs":[]}""",
            """{"type":"response.output_text.done","sequence_number":6,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"text":"Hé\"","logprobs":[]}""",
            """{"type":"response.content_part.done","sequence_number":7,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hé\""}}""",
            $$"""{"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":{{Item}}}""",
            $$"""{"type":"response.completed","sequence_number":9,"response":{{Response("completed", Item, Zero.Replace("\"input_tokens\":0", "\"input_tokens\":3", StringComparison.Ordinal).Replace("\"output_tokens\":0", "\"output_tokens\":2", StringComparison.Ordinal).Replace("\"total_tokens\":0", "\"total_tokens\":5", StringComparison.Ordinal))}}}""");
    }

    [Fact]
    public void Thoughts_Calls_AndTheirSeals_AreItemsOfTheirOwn()
    {
        _writer.Begin("resp_x", "runs");
        Take();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        _writer.Append("Hm"u8);
        _writer.Sign(new Signature(Dialect.Anthropic, "EqQ="));
        _writer.EndPart();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c1", Name = "get", Namespace = "ns" });
        _writer.Append("{}"u8);
        _writer.EndPart();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c2", Name = "exec", IsCustom = true });
        _writer.Append("a\nb"u8);
        _writer.EndPart();

        AssertWritten(
            """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_call_1_0","type":"reasoning","summary":[]}}""",
            """{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_call_1_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""",
            """{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_call_1_0","output_index":0,"summary_index":0,"delta":"Hm"}""",
            """{"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs_call_1_0","output_index":0,"summary_index":0,"text":"Hm"}""",
            """{"type":"response.reasoning_summary_part.done","sequence_number":6,"item_id":"rs_call_1_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Hm"}}""",
            """{"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"rs_call_1_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"relay1.as.EqQ="}}""",
            """{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"fc_call_1_1","type":"function_call","status":"in_progress","call_id":"c1","name":"get","namespace":"ns","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","sequence_number":9,"item_id":"fc_call_1_1","output_index":1,"delta":"{}"}""",
            """{"type":"response.function_call_arguments.done","sequence_number":10,"item_id":"fc_call_1_1","output_index":1,"arguments":"{}"}""",
            """{"type":"response.output_item.done","sequence_number":11,"output_index":1,"item":{"id":"fc_call_1_1","type":"function_call","status":"completed","call_id":"c1","name":"get","namespace":"ns","arguments":"{}"}}""",
            """{"type":"response.output_item.added","sequence_number":12,"output_index":2,"item":{"id":"ctc_call_1_2","type":"custom_tool_call","status":"in_progress","call_id":"c2","name":"exec","input":""}}""",
            """{"type":"response.custom_tool_call_input.delta","sequence_number":13,"item_id":"ctc_call_1_2","output_index":2,"delta":"a\nb"}""",
            """{"type":"response.custom_tool_call_input.done","sequence_number":14,"item_id":"ctc_call_1_2","output_index":2,"input":"a\nb"}""",
            """{"type":"response.output_item.done","sequence_number":15,"output_index":2,"item":{"id":"ctc_call_1_2","type":"custom_tool_call","status":"completed","call_id":"c2","name":"exec","input":"a\nb"}}""");
    }

    [Fact]
    public void TextAndARefusal_AreOneMessage_WithItsSources()
    {
        _writer.Begin(null, null);
        Take();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        _writer.Append("a😀"u8);
        _writer.Cite(new Citation("https://a.example/", null));
        _writer.Cite(new Citation(null, "a document"));
        _writer.EndPart();
        Say(AnswerPartKind.Refusal, "No");
        _writer.Finish(FinishReason.Refusal, null);

        const string Source = """{"type":"url_citation","start_index":0,"end_index":3,"url":"https://a.example/","title":""}""";
        const string Cited = $$"""{"type":"output_text","annotations":[{{Source}}],"logprobs":[],"text":"a😀"}""";
        AssertWritten(
            """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_call_1_0","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
            """{"type":"response.content_part.added","sequence_number":3,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}""",
            """{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"delta":"a😀","logprobs":[]}""",
            $$"""{"type":"response.output_text.annotation.added","sequence_number":5,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"annotation_index":0,"annotation":{{Source}}}""",
            """{"type":"response.output_text.done","sequence_number":6,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"text":"a😀","logprobs":[]}""",
            $$"""{"type":"response.content_part.done","sequence_number":7,"item_id":"msg_call_1_0","output_index":0,"content_index":0,"part":{{Cited}}}""",
            """{"type":"response.content_part.added","sequence_number":8,"item_id":"msg_call_1_0","output_index":0,"content_index":1,"part":{"type":"refusal","refusal":""}}""",
            """{"type":"response.refusal.delta","sequence_number":9,"item_id":"msg_call_1_0","output_index":0,"content_index":1,"delta":"No"}""",
            """{"type":"response.refusal.done","sequence_number":10,"item_id":"msg_call_1_0","output_index":0,"content_index":1,"refusal":"No"}""",
            """{"type":"response.content_part.done","sequence_number":11,"item_id":"msg_call_1_0","output_index":0,"content_index":1,"part":{"type":"refusal","refusal":"No"}}""",
            $$$"""{"type":"response.output_item.done","sequence_number":12,"output_index":0,"item":{"id":"msg_call_1_0","type":"message","status":"completed","role":"assistant","content":[{{{Cited}}},{"type":"refusal","refusal":"No"}]}}""");
    }

    [Fact]
    public void ASealOnText_StandsBehindIt_AndACallsInItsId()
    {
        var seal = new Signature(Dialect.Gemini, "EpE=");
        _writer.Begin(null, null);
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        _writer.Append("a"u8);
        _writer.Sign(seal);
        _writer.EndPart();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c", Name = "get", Signature = seal });
        _writer.EndPart();

        var events = Take();
        Assert.Contains("""{"id":"rs_call_1_1","type":"reasoning","summary":[],"encrypted_content":"relay1.gs.EpE="}""", events[^5], StringComparison.Ordinal);
        Assert.Contains($"\"call_id\":\"{SignedId.Join("c", seal)}\",\"name\":\"get\",\"arguments\":\"{{}}\"", events[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FinishReason.Length, "max_output_tokens")]
    [InlineData(FinishReason.ContextFull, "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    [InlineData(FinishReason.Refusal, "content_filter")]
    internal void AnAnswerCutShort_IsIncomplete(FinishReason reason, string said)
    {
        _writer.Begin(null, null);
        Say(AnswerPartKind.Text, "a");
        Take();
        _writer.Finish(reason, null);
        _writer.End();

        const string Item = """{"id":"msg_call_1_0","type":"message","status":"incomplete","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"a"}]}""";
        AssertWritten(
            $$"""{"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{{Item}}}""",
            $$"""{"type":"response.incomplete","sequence_number":8,"response":{{Response("incomplete", Item, Zero, incomplete: $$"""{"reason":"{{said}}"}""")}}}""");
    }

    [Fact]
    public void AnImage_IsItsCall()
    {
        _writer.Begin(null, null);
        Take();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Image) { MediaType = "image/webp" });
        _writer.Append("AAAA"u8);
        _writer.EndPart();

        AssertWritten(
            """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ig_call_1_0","type":"image_generation_call","status":"in_progress","result":null}}""",
            """{"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"ig_call_1_0","type":"image_generation_call","status":"completed","result":"AAAA","output_format":"webp"}}""");
    }

    [Fact]
    public void AKeepAlive_IsAnAnswerUnderWay_UntilTheFirstItem()
    {
        _writer.KeepAlive();
        Assert.Equal(0, _writer.Output.WrittenCount);

        _writer.Begin(null, null);
        Take();
        _writer.KeepAlive();
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        _writer.KeepAlive();
        var events = Take();
        Assert.Equal($$"""{"type":"response.in_progress","sequence_number":2,"response":{{Begun}}}""", events[0]);
        Assert.Equal("""{"type":"keepalive","sequence_number":5}""", events[^1]);
        Assert.Equal(4, events.Count);
    }

    [Fact]
    public void AStreamThatBreaks_Fails_WithWhatCameWhole()
    {
        var failure = new Failure(FailureStage.Forwarding, FailureSide.Provider, 502, FailureCode.UpstreamTruncated, "It broke.");
        _writer.Begin(null, null);
        _writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c", Name = "get" });
        _writer.EndPart();
        _writer.Report(new Usage { Input = 0, Output = 0 });
        _writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Take();
        _writer.Fail(failure);

        const string Item = """{"id":"fc_call_1_0","type":"function_call","status":"completed","call_id":"c","name":"get","arguments":"{}"}""";
        AssertWritten($$"""{"type":"response.failed","sequence_number":8,"response":{{Response("failed", Item, Zero, error: """{"code":"server_error","message":"It broke.","reason":"upstream_truncated"}""")}}}""");
    }

    [Fact]
    public void AStreamThatNeverBegan_HasNoFormOfItsOwnToFail()
    {
        Assert.False(_writer.Fail(new Failure(FailureStage.Forwarding, FailureSide.Provider, 502, FailureCode.UpstreamTruncated, "It broke.")));
        Assert.Equal(0, _writer.Output.WrittenCount);
    }

    [Fact]
    public void WholeAnswers_AreTheLastEventsObject()
    {
        var whole = new ResponsesJsonWriter("call_1", "m", 5);
        foreach (var sink in new IAnswerSink[] { _writer, whole })
        {
            sink.Begin(null, null);
            sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
            sink.Append("a"u8);
            sink.EndPart();
            sink.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c", Name = "get" });
            sink.EndPart();
            sink.Finish(FinishReason.ToolCalls, null);
            sink.End();
        }

        const string Items = """{"id":"msg_call_1_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"a"}]},{"id":"fc_call_1_1","type":"function_call","status":"completed","call_id":"c","name":"get","arguments":"{}"}""";
        var json = Encoding.UTF8.GetString(whole.Output.WrittenSpan);
        Assert.Equal(Response("completed", Items, Zero), json);
        Assert.EndsWith($"\"response\":{json}}}", Take()[^1], StringComparison.Ordinal);
    }

    private static string Response(string status, string output, string usage, string error = "null", string incomplete = "null") =>
        Head.Replace("{0}", status, StringComparison.Ordinal).Replace("{1}", error, StringComparison.Ordinal).Replace("{2}", incomplete, StringComparison.Ordinal)
        + output + Tail + usage + "}";

    private void Say(AnswerPartKind kind, params string[] pieces)
    {
        _writer.BeginPart(new AnswerPart(kind));
        foreach (var piece in pieces) _writer.Append(Encoding.UTF8.GetBytes(piece));
        _writer.EndPart();
    }

    private List<string> Take()
    {
        var text = Encoding.UTF8.GetString(_writer.Output.WrittenSpan);
        _writer.Output.ResetWrittenCount();
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        foreach (var one in events)
            Assert.StartsWith($"event: {JsonElement.Parse(DataOf(one)).GetProperty("type").GetString()}\ndata: ", one, StringComparison.Ordinal);
        return [.. events.Select(DataOf)];
    }

    private static string DataOf(string one) => one[(one.IndexOf("\ndata: ", StringComparison.Ordinal) + 7)..];

    private void AssertWritten(params string[] events) => Assert.Equal(events, Take());
}
