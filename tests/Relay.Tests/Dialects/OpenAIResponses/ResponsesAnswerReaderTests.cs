using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Streams as providers make them, good ones and others.</summary>
public sealed class ResponsesAnswerReaderTests
{
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-5.4","status":"in_progress","output":[],"usage":null,"error":null}}""";
    private const string MessageAdded = """{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}}""";
    private const string PartAdded = """{"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":""}}""";
    private const string TextDone = """{"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,"text":"Grüße, 😀"}""";
    private const string PartDone = """{"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":"Grüße, 😀"}}""";
    private const string Message = """{"id":"msg_1","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"text":"Grüße, 😀"}],"role":"assistant"}""";
    private const string MessageDone = $$"""{"type":"response.output_item.done","output_index":0,"item":{{Message}}}""";
    private const string CallAdded = """{"type":"response.output_item.added","output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","arguments":"","call_id":"call_a","name":"get"}}""";
    private const string ArgumentsDone = """{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":1,"arguments":"{\"a\":1}"}""";
    private const string Call = """{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"a\":1}","call_id":"call_a","name":"get"}""";
    private const string CallDone = $$"""{"type":"response.output_item.done","output_index":1,"item":{{Call}}}""";
    private const string Used = """{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":16}""";
    private const string Completed = $$"""{"type":"response.completed","response":{"id":"resp_1","model":"gpt-5.4","status":"completed","output":[{{Message}},{{Call}}],"usage":{{Used}},"error":null} }""";
    private const string Bare = """{"type":"response.completed","response":{"id":"resp_1"}}""";
    private const string Both = "text <Grüße, 😀>\ncall call_a get <{\"a\":1}>";

    private static readonly string[] TextDeltas = [Text("Gr"), Text("\\u00fc\\u00dfe, "), Text(""), Text("\\ud83d\\ude00")];
    private static readonly string[] ArgumentDeltas = [Arguments("{\\\"a\\\""), Arguments(":1}")];

    private static readonly string[] Good =
        [Created, MessageAdded, PartAdded, .. TextDeltas, TextDone, PartDone, MessageDone, CallAdded, .. ArgumentDeltas, ArgumentsDone, CallDone, Completed];

    [Fact]
    public void AStream_IsPushedAsItComes()
    {
        var (sink, kinds) = ResponsesWire.Read(Good);

        Assert.Equal(Both, sink.Shown);
        Assert.Equal(("resp_1", "gpt-5.4", FinishReason.ToolCalls, true, 5), (sink.Id, sink.Model, sink.Reason, sink.HasEnded, sink.Pieces));
        Assert.Equal(new Usage { Input = 9, CachedInput = 4, Output = 7, Reasoning = 0 }, sink.Usage);
        Assert.Equal(
            [AnswerEventKind.Preamble, AnswerEventKind.Preamble, AnswerEventKind.Preamble, AnswerEventKind.Content, AnswerEventKind.Content, AnswerEventKind.Preamble],
            kinds[..6]);
        Assert.Equal((AnswerEventKind.Content, AnswerEventKind.Done), (kinds[^2], kinds[^1]));
    }

    public static TheoryData<string, string[]> Shapes => new()
    {
        { "no created", Good[1..] },
        { "no added", [Created, .. TextDeltas, TextDone, PartDone, MessageDone, .. ArgumentDeltas, ArgumentsDone, CallDone, Completed] },
        { "deltas and completed alone", [Created, .. TextDeltas, .. ArgumentDeltas, Completed] },
        { "no deltas", [Created, MessageAdded, PartAdded, TextDone, PartDone, MessageDone, CallAdded, ArgumentsDone, CallDone, Completed] },
        { "items done alone", [Created, MessageDone, CallDone, Completed] },
        { "items done, and a bare end", [Created, MessageDone, CallDone, Bare] },
        { "all at the end", [Completed] },
        { "no done of any kind", [Created, MessageAdded, PartAdded, .. TextDeltas, CallAdded, .. ArgumentDeltas, Completed] },
        { "parts done alone", [Created, PartDone, MessageDone, ArgumentsDone, CallDone, Bare] },
        { "each twice, but for pieces", [Created, Created, MessageAdded, MessageAdded, PartAdded, PartAdded, .. TextDeltas, TextDone, TextDone, PartDone, PartDone, MessageDone, MessageDone, CallAdded, CallAdded, .. ArgumentDeltas, ArgumentsDone, ArgumentsDone, CallDone, CallDone, Completed, Completed] },
        { "pieces behind the end", [.. Good[..^1], .. TextDeltas, .. ArgumentDeltas, Completed, .. TextDeltas, MessageDone] },
        { "unknown events", [.. Good.SelectMany(one => new[] { """{"type":"response.new.delta","delta":"x"}""", """{"type":"keepalive"}""", "{}", one })] },
        { "the calls' pieces between the text's", [Created, MessageAdded, TextDeltas[0], CallAdded, ArgumentDeltas[0], .. TextDeltas[1..], ArgumentDeltas[1], CallDone, MessageDone, Completed] },
        { "an end mark", [.. Good, "[DONE]"] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WhateverTheShape_TheAnswerIsTheSame(string shape, string[] events)
    {
        var (sink, kinds) = ResponsesWire.Read(events);

        Assert.True(Both == sink.Shown, $"{shape}: {sink.Shown}");
        Assert.Equal((FinishReason.ToolCalls, true), (sink.Reason, sink.HasEnded));
        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
    }

    // Every provider has its own idea of ids and places.
    [Theory]
    [InlineData("\"item_id\":\"msg_1\",", "")]
    [InlineData("\"content_index\":0,", "")]
    [InlineData("\"output_index\":1", "\"output_index\":0")]
    [InlineData("\"output_index\":0,", "")]
    [InlineData("\"item_id\":\"msg_1\"", "\"item_id\":\"other\"")]
    [InlineData("\"id\":\"msg_1\",", "")]
    [InlineData("\"id\":\"fc_1\",", "")]
    [InlineData("\"item_id\":\"fc_1\"", "\"item_id\":7")]
    public void WhateverTheIds_TheAnswerIsTheSame(string said, string instead) =>
        Assert.Equal(Both, ResponsesWire.Read(Good.Select(one => one.Replace(said, instead, StringComparison.Ordinal))).Sink.Shown);

    [Fact]
    public void IdsThatTheEndChanges_BringNothingTwice()
    {
        var end = Completed.Replace("msg_1", "msg_x", StringComparison.Ordinal).Replace("fc_1", "fc_x", StringComparison.Ordinal);

        Assert.Equal(Both, ResponsesWire.Read([.. Good[..^1], end]).Sink.Shown);
    }

    [Fact]
    public void AnItemThatTheEndAloneHas_IsPushed()
    {
        var second = Message.Replace("msg_1", "msg_2", StringComparison.Ordinal).Replace("Grüße, 😀", "more", StringComparison.Ordinal);
        var end = Completed.Replace(Call, second, StringComparison.Ordinal);

        Assert.Equal("text <Grüße, 😀>\ntext <more>", ResponsesWire.Read([.. Good[..10], end]).Sink.Shown);
    }

    [Fact]
    public void Reasoning_IsItsSummary_WithItsSeal()
    {
        const string Item = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"**A** b"},{"type":"summary_text","text":"**C**"}],"encrypted_content":"gAAA"}""";
        string[] events =
        [
            Created,
            """{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gOld"}}""",
            """{"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"**A**"}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":" b"}""",
            """{"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":"**A** b"}""",
            """{"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"**A** b"}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"**C**"}""",
            """{"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":1,"text":"**C**"}""",
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{Item}}}""",
            $$"""{"type":"response.completed","response":{"output":[{{Item}}]} }""",
        ];
        const string Said = "reasoning <**A** b\n\n**C**> signed OpenAIResponses gAAA";

        Assert.Equal(Said, ResponsesWire.Read(events).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read([Created, .. events[9..]]).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read(events[^1]).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read(events.Where(one => !one.Contains("summary_text.delta", StringComparison.Ordinal))).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.ReadWhole($$"""{"output":[{{Item}}]}""").Sink.Shown);
    }

    [Fact]
    public void Thoughts_AreTakenForTheirSummary()
    {
        const string Item = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"short"}],"content":[{"type":"reasoning_text","text":"I think"}]}""";
        string[] events =
        [
            """{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}""",
            """{"type":"response.content_part.added","item_id":"rs_1","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":""}}""",
            """{"type":"response.reasoning_text.delta","item_id":"rs_1","output_index":0,"content_index":0,"delta":"I think"}""",
            """{"type":"response.reasoning_text.done","item_id":"rs_1","output_index":0,"content_index":0,"text":"I think"}""",
            """{"type":"response.content_part.done","item_id":"rs_1","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":"I think"}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"short"}""",
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{Item}}}""",
            $$"""{"type":"response.completed","response":{"output":[{{Item}}]} }""",
        ];

        Assert.Equal("reasoning <I think>", ResponsesWire.Read(events).Sink.Shown);
        Assert.Equal("reasoning <I think>", ResponsesWire.Read(events[^1]).Sink.Shown);
    }

    [Fact]
    public void OtherItems_AreWhatTheyAre()
    {
        const string Items = """
            {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}},
            {"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"exec","namespace":"functions","input":"a\nb"},
            {"type":"local_shell_call","id":"lsh_1","call_id":"c3","action":{"type":"exec","command":["ls"]}},
            {"type":"image_generation_call","id":"ig_1","status":"completed","result":"AAAA","output_format":"webp"},
            {"type":"image_generation_call","id":"ig_2","status":"failed","result":null},
            {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"gB"},
            {"type":"reasoning","id":"rs_3","summary":[]},
            {"type":"message","id":"msg_2","content":[{"type":"refusal","refusal":"No."},{"type":"output_text","text":"","annotations":[]},{"type":"new"},7]},
            {"type":"function_call","id":"fc_9","call_id":"","name":"f","arguments":""},
            {"type":"function_call","id":"fc_10","arguments":"{}"},
            {"type":"brand_new","text":"x"}, 7, null
            """;
        const string Said = """
            custom c2 functions/exec <a
            b>
            call c3 local_shell <{"type":"exec","command":["ls"]}>
            image image/webp <AAAA>
            reasoning <> signed OpenAIResponses gB
            refusal <No.>
            call fc_9 f <>
            """;

        Assert.Equal(Said, ResponsesWire.ReadWhole($$"""{"output":[{{Items}}]}""").Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read($$"""{"type":"response.completed","response":{"output":[{{Items.ReplaceLineEndings(" ")}}]} }""").Sink.Shown);
    }

    [Fact]
    public void CustomInput_AndRefusals_ComeInPieces() => Assert.Equal(
        "custom c2 functions/exec <a\nb>\nrefusal <I cannot>",
        ResponsesWire.Read(
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"exec","namespace":"functions","input":""}}""",
            """{"type":"response.custom_tool_call_input.delta","item_id":"ctc_1","output_index":0,"delta":"a\n"}""",
            """{"type":"response.custom_tool_call_input.delta","item_id":"ctc_1","output_index":0,"delta":"b"}""",
            """{"type":"response.custom_tool_call_input.done","item_id":"ctc_1","output_index":0,"input":"a\nb"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"exec","namespace":"functions","input":"a\nb"}}""",
            """{"type":"response.refusal.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"I "}""",
            """{"type":"response.refusal.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"cannot"}""",
            """{"type":"response.refusal.done","item_id":"msg_1","output_index":1,"content_index":0,"refusal":"I cannot"}""",
            """{"type":"response.completed","response":{}}""").Sink.Shown);

    [Fact]
    public void NamesThatTheProviderKnowsInItsForm_ComeBack() => Assert.Equal(
        "call c1 office 365/mail.send <{}>\ncall c2 other/mail_send <{}>",
        ResponsesWire.ReadWhole("""
            {"output":[{"type":"function_call","call_id":"c1","namespace":"office_365","name":"mail_send","arguments":"{}"},
            {"type":"function_call","call_id":"c2","namespace":"other","name":"mail_send","arguments":"{}"}]}
            """).Sink.Shown);

    [Fact]
    public void Sources_ComeOnce()
    {
        const string Source = """{"type":"url_citation","start_index":1,"end_index":4,"url":"https://a.example/","title":"A"}""";
        const string Second = """{"type":"file_citation","file_id":"file-1","filename":"a.txt","index":3}""";
        var done = $$"""{"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"abcd","annotations":[{{Source}},{{Second}}]} }""";
        var added = $$"""{"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":0,"content_index":0,"annotation_index":0,"annotation":{{Source}}}""";
        const string Said = "text <abcd> [1-4 https://a.example/ A] [-  a.txt of file-1]";

        Assert.Equal(Said, ResponsesWire.Read(Text("abcd"), added, done, Bare).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read(added, Text("abcd"), done, Bare).Sink.Shown);
        Assert.Equal(Said, ResponsesWire.Read(Text("abcd"), done, done, Bare).Sink.Shown);
    }

    [Theory]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}""", FinishReason.Length)]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}""", FinishReason.ContentFilter)]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"new"},"output":[]}""", FinishReason.Other)]
    [InlineData("""{"status":"incomplete","incomplete_details":null,"output":[]}""", FinishReason.Other)]
    [InlineData("""{"status":"cancelled","output":[]}""", FinishReason.Other)]
    [InlineData("""{"status":"completed","incomplete_details":null,"output":[]}""", FinishReason.Stop)]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"refusal","refusal":"No"}]}]}""", FinishReason.Refusal)]
    internal void TheReason_IsRead(string response, FinishReason reason)
    {
        Assert.Equal(reason, ResponsesWire.ReadWhole(response).Sink.Reason);
        Assert.Equal(reason, ResponsesWire.Read($$"""{"type":"response.incomplete","response":{{response}}}""").Sink.Reason);
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"m"},"output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}]}}""")]
    [InlineData("""{"type":"error","code":"server_error","message":"m","param":null,"sequence_number":3}""")]
    [InlineData("""{"type":"error","error":{"code":"server_error"}}""")]
    [InlineData("""{"error":{"message":"m"}}""")]
    public void AnError_IsAnError_AndPushesNothing(string data)
    {
        var (sink, kinds) = ResponsesWire.Read(data);

        Assert.Equal((AnswerEventKind.Error, null, false), (kinds.Single(), sink.Id, sink.HasEnded));
        Assert.Empty(sink.Parts);
    }

    [Theory]
    [InlineData("""{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"m"},"output":[]}""", AnswerEventKind.Error)]
    [InlineData("""{"error":{"code":"x"}}""", AnswerEventKind.Error)]
    [InlineData("""{"status":"queued","output":[]}""", AnswerEventKind.Malformed)]
    [InlineData("""{"status":"in_progress","output":[]}""", AnswerEventKind.Malformed)]
    [InlineData("""{"output":{}}""", AnswerEventKind.Malformed)]
    [InlineData("{}", AnswerEventKind.Malformed)]
    [InlineData("[]", AnswerEventKind.Malformed)]
    [InlineData("", AnswerEventKind.Malformed)]
    [InlineData("<html>", AnswerEventKind.Malformed)]
    [InlineData("""{"output":[]}{}""", AnswerEventKind.Malformed)]
    [InlineData("""{"output":[{"type":"message","content":[}]}""", AnswerEventKind.Malformed)]
    internal void WhatIsNoAnswer_IsNone(string json, AnswerEventKind kind)
    {
        var (sink, read) = ResponsesWire.ReadWhole(json);

        Assert.Equal((kind, false), (read, sink.HasEnded));
        Assert.Empty(sink.Parts);
    }

    [Fact]
    public void AnEventCutAnywhere_IsMalformed_AndPushesNothing()
    {
        for (var length = 1; length < Completed.Length; length++)
        {
            var (sink, kinds) = ResponsesWire.Read(Completed[..length]);
            Assert.Equal(AnswerEventKind.Malformed, kinds.Single());
            Assert.Null(sink.Id);
        }
    }

    [Fact]
    public void ADepthBomb_IsMalformed() => Assert.Equal(
        AnswerEventKind.Malformed, ResponsesWire.Read("{\"response\":" + new string('[', 100_000)).Kinds.Single());

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":{"a":1}}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":7,"output_index":"x","content_index":-1}""")]
    [InlineData("""{"type":"response.output_item.added"}""")]
    [InlineData("""{"type":"response.output_item.done","item":[1]}""")]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"message","content":{"type":"output_text","text":"x"}}}""")]
    [InlineData("""{"type":"response.content_part.done","part":"x"}""")]
    [InlineData("""{"type":"response.output_text.annotation.added","annotation":[]}""")]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":null}""")]
    [InlineData("""{"type":["response.completed"]}""")]
    [InlineData("""{"\ud800":1,"type":"response.created","response":7}""")]
    public void OfWrongTypes_NothingIsMade(string data)
    {
        var (sink, kinds) = ResponsesWire.Read(data, Bare);

        Assert.Equal("", sink.Shown);
        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        Assert.True(sink.HasEnded);
    }

    [Fact]
    public void HalfOfAPair_IsReplaced() => Assert.Equal("text <a\ufffdb>", ResponsesWire.Read(Text("a\\ud83db"), Bare).Sink.Shown);

    [Fact]
    public void AStreamThatBreaksOff_HasNoEnd()
    {
        var (sink, _) = ResponsesWire.Read(Good[..^1]);

        Assert.Equal((null, false), (sink.Reason, sink.HasEnded));
    }

    private static string Text(string delta) =>
        $$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{delta}}","obfuscation":"x"}""";

    private static string Arguments(string delta) =>
        $$"""{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"{{delta}}"}""";
}
