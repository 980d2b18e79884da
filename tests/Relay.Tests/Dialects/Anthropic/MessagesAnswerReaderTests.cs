using System.Text;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What Anthropic and those who speak as it does say, understood; however they break the rules.</summary>
public sealed class MessagesAnswerReaderTests
{
    private const string TextStart = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string A = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""";
    private const string B = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}}""";
    private const string TextStop = """{"type":"content_block_stop","index":0}""";
    private const string CallStart = """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}""";
    private const string CallStop = """{"type":"content_block_stop","index":1}""";

    [Fact]
    public void AStream_IsReadInOrder_AndEachEventSaysWhatItIs()
    {
        var sink = new AnswerSink();
        var reader = new MessagesAnswerReader([]);
        (string Data, AnswerEventKind Kind)[] events =
        [
            (MessagesReads.Start, AnswerEventKind.Preamble),
            ("""{"type":"ping"}""", AnswerEventKind.Preamble),
            ("""{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""", AnswerEventKind.Preamble),
            ("""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""", AnswerEventKind.Content),
            ("""{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s+/="}}""", AnswerEventKind.Content),
            (TextStop, AnswerEventKind.Preamble),
            (CallStart, AnswerEventKind.Content),
            ("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""", AnswerEventKind.Content),
            ("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":" \"\\u00fc\"}"}}""", AnswerEventKind.Content),
            (CallStop, AnswerEventKind.Preamble),
            ("""{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":40}}""", AnswerEventKind.Content),
            (MessagesReads.Stop, AnswerEventKind.Done),
        ];
        foreach (var (data, kind) in events) Assert.Equal(kind, reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink));

        Assert.Equal(("msg_1", "claude-x", FinishReason.ToolCalls, true), (sink.Id!, sink.Model!, sink.Reason!.Value, sink.HasEnded));
        Assert.Equal(new Usage { Input = 5, Output = 40 }, sink.Usage);
        Assert.Equal(
            [
                new SinkPart(new AnswerPart(AnswerPartKind.Reasoning), "Hm.", new Signature(Dialect.Anthropic, "s+/=")).ToString(),
                new SinkPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "toolu_1", Name = "f" }, "{\"a\": \"\\u00fc\"}").ToString(),
            ],
            sink.Parts.Select(part => part.ToString()));
        Assert.True(reader.ReadEnd(sink));
    }

    [Fact]
    public void DuplicateStarts_AndMissingOnes_AndMissingEnds_DoNotCount()
    {
        AssertText(["ab"], MessagesReads.Between(MessagesReads.Start, TextStart, A, TextStart, B, TextStop));
        AssertText(["ab"], MessagesReads.Between(A, B));
        AssertText(["a", "b"], MessagesReads.Between(TextStart, A, TextStop, TextStop, B));
        AssertText(["a", "x"], MessagesReads.Between(TextStart, A, """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"x"}}"""));
        AssertText(["a"], MessagesReads.Stream(TextStart, A, """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"""));
        AssertText(["a"], MessagesReads.Stream(TextStart, A, MessagesReads.Stop, MessagesReads.Stop, B, "[DONE]", ""));
    }

    // Some give every block the same index.
    [Fact]
    public void AnotherKindAtTheSameIndex_IsAnotherBlock()
    {
        var sink = MessagesReads.Between(
            """{"type":"content_block_start","content_block":{"type":"thinking"}}""",
            """{"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"t"}}""",
            TextStart,
            A,
            """{"type":"content_block_start","content_block":{"type":"tool_use","id":"x","name":"f"}}""",
            """{"type":"content_block_start","content_block":{"type":"tool_use","id":"y","name":"g","input":{"b": 2}}}""");
        Assert.Equal(["t", "a", "{}", "{\"b\": 2}"], sink.Parts.Select(part => part.Text));
        Assert.Equal(["x", "y"], sink.Parts.Where(part => part.Head.Name.Length > 0).Select(part => part.Head.Id));
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}""", "{}")]
    [InlineData("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""", "{\"a\":1}")]
    public void Arguments_InOnePieceOrNone(string delta, string arguments) =>
        Assert.Equal(arguments, Assert.Single(MessagesReads.Between([CallStart, .. delta.Length > 0 ? (string[])[delta] : [], CallStop]).Parts).Text);

    [Fact]
    public void ACallWithoutAnId_HasOne()
    {
        var ids = MessagesReads.Between(
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f"}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"","name":"f"}}""").Parts.Select(part => part.Head.Id);
        Assert.Equal(["toolu_1", "toolu_2"], ids);
    }

    [Fact]
    public void NamesAndArguments_ComeBackAsTheCallerHasThem()
    {
        Tool[] tools = [new(ToolKind.Function, "wait") { Namespace = "clock" }, new(ToolKind.Custom, "apply_patch"), new(ToolKind.Function, "a.b")];
        var sink = MessagesReads.Whole(
            """{"type":"message","content":[{"type":"tool_use","id":"1","name":"clock__wait","input":{ "n": 1 }},{"type":"tool_use","id":"2","name":"apply_patch","input":{"input":"*** \u00fc\n"}},{"type":"tool_use","id":"3","name":"a_b","input":{}},{"type":"tool_use","id":"4","name":"other","input":{}}],"stop_reason":"end_turn"}""",
            tools);
        Assert.Equal(
            [("clock", "wait", false, "{ \"n\": 1 }"), (null, "apply_patch", true, "*** ü\n"), (null, "a.b", false, "{}"), (null, "other", false, "{}")],
            sink.Parts.Select(part => (part.Head.Namespace, part.Head.Name, part.Head.IsCustom, part.Text)));
        Assert.Equal(FinishReason.ToolCalls, sink.Reason);
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.StopSequence)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.ContextFull)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("pause_turn", FinishReason.Pause)]
    [InlineData("refusal", FinishReason.Refusal)]
    [InlineData("something_new", FinishReason.Other)]
    internal void EveryReason(string text, FinishReason reason)
    {
        var stream = MessagesReads.Stream(MessagesReads.Start, $$"""{"type":"message_delta","delta":{"stop_sequence":"END","stop_reason":"{{text}}"} }""", MessagesReads.Stop);
        Assert.Equal((reason, "END"), (stream.Reason!.Value, stream.StopSequence));
        var whole = MessagesReads.Whole($$"""{"content":[],"stop_reason":"{{text}}","stop_sequence":"END","type":"message"}""");
        Assert.Equal((reason, "END"), (whole.Reason!.Value, whole.StopSequence));
    }

    [Fact]
    public void ARefusalsExplanation_IsSaid()
    {
        const string Details = """{"type":"refusal","category":"cyber","explanation":"Not this."}""";
        var stream = MessagesReads.Stream($$"""{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{{Details}} } }""", MessagesReads.Stop);
        var whole = MessagesReads.Whole($$"""{"content":[],"stop_reason":"refusal","stop_details":{{Details}}}""");
        foreach (var part in (SinkPart[])[Assert.Single(stream.Parts), Assert.Single(whole.Parts)])
            Assert.Equal((AnswerPartKind.Refusal, "Not this."), (part.Head.Kind, part.Text));
    }

    [Fact]
    public void TheProvidersOwnTools_AreNoPartOfTheAnswer()
    {
        var sink = MessagesReads.Between(
            TextStart,
            A,
            TextStop,
            """{"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"query\":\"q\"}"}}""",
            CallStop,
            """{"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","url":"u"}]}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"something_new","index":2,"delta":7}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"new_delta","text":"x"}}""");
        AssertText(["a"], sink);
        Assert.Equal(FinishReason.Stop, sink.Reason);
    }

    [Fact]
    public void Sources_AreOfTheWholePart()
    {
        const string Web = """{"type":"web_search_result_location","cited_text":"words","url":"https://a.example","title":"A","encrypted_index":"e"}""";
        const string Document = """{"type":"char_location","cited_text":"","document_index":0,"document_title":"D","start_char_index":3,"end_char_index":9}""";
        Citation[] expected =
        [
            new("https://a.example", "A") { Quote = "words", Start = 0, End = 3 },
            new(null, "D") { Document = 0, Start = 0, End = 3 },
        ];
        var stream = MessagesReads.Between(
            TextStart,
            $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{{{Web}}}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\ud83d\ude00a"}}""",
            $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{{{Document}}}}}""",
            TextStop);
        Assert.Equal(expected, Assert.Single(stream.Parts).Citations);
        var whole = MessagesReads.Whole($$"""{"content":[{"citations":[{{Web}},null,{{Document}}],"type":"text","text":"😀a"},{"type":"text","text":"b","citations":null}]}""");
        Assert.Equal(expected, whole.Parts[0].Citations);
        Assert.Empty(whole.Parts[1].Citations);
    }

    [Fact]
    public void Usage_HoldsWhatWasCached_AndZeroIsNotUnknown()
    {
        var sink = MessagesReads.Whole("""{"content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":150,"ephemeral_1h_input_tokens":50},"output_tokens":7,"output_tokens_details":{"thinking_tokens":3}}}""");
        Assert.Equal(new Usage { Input = 210, CachedInput = 0, CacheWriteInput = 200, CacheWrite1hInput = 50, Output = 7, Reasoning = 3 }, sink.Usage);
        Assert.Equal(new Usage { Input = 1, Output = 0 }, MessagesReads.Whole("""{"content":[],"usage":{"input_tokens":1,"output_tokens":0}}""").Usage);
        Assert.Null(MessagesReads.Whole("""{"content":[]}""").Usage);
    }

    [Fact]
    public void HalfASurrogatePair_BecomesAReplacement() =>
        AssertText(["a\uFFFD"], MessagesReads.Between(TextStart, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\ud800"}}"""));

    [Theory]
    [InlineData("[]", AnswerEventKind.Malformed)]
    [InlineData("7", AnswerEventKind.Malformed)]
    [InlineData("{\"type\":", AnswerEventKind.Malformed)]
    [InlineData("{\"type\":\"ping\"}{}", AnswerEventKind.Malformed)]
    [InlineData("{\"\\ud800\":1}", AnswerEventKind.Malformed)]
    // Arguments that belong to no call.
    [InlineData("""{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{}"}}""", AnswerEventKind.Malformed)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", AnswerEventKind.Error)]
    [InlineData("{}", AnswerEventKind.Preamble)]
    [InlineData("""{"type":"content_block_start","index":"x","content_block":7}""", AnswerEventKind.Preamble)]
    [InlineData("""{"type":"content_block_delta","delta":[]}""", AnswerEventKind.Preamble)]
    [InlineData("""{"type":"message_start","message":null}""", AnswerEventKind.Preamble)]
    [InlineData("""{"type":"message_delta","delta":null,"usage":null}""", AnswerEventKind.Usage)]
    internal void AnOddEvent_IsWhatItIs(string data, AnswerEventKind kind)
    {
        var sink = new AnswerSink();
        var reader = new MessagesAnswerReader([]);
        Assert.Equal(kind, reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink));
        Assert.False(reader.ReadEnd(sink));
        Assert.Empty(sink.Parts);
    }

    [Theory]
    [InlineData("", AnswerEventKind.Malformed)]
    [InlineData("[]", AnswerEventKind.Malformed)]
    [InlineData("""{"type":"message"}""", AnswerEventKind.Malformed)]
    [InlineData("""{"content":"text"}""", AnswerEventKind.Malformed)]
    [InlineData("""{"content":[]} x""", AnswerEventKind.Malformed)]
    [InlineData("""{"type":"error","error":{"type":"api_error"}}""", AnswerEventKind.Error)]
    internal void AnOddAnswer_IsWhatItIs(string json, AnswerEventKind kind)
    {
        var sink = new AnswerSink();
        Assert.Equal(kind, new MessagesAnswerReader([]).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
        Assert.False(sink.HasEnded);
    }

    [Fact]
    public void AStreamThatBreaksOff_IsNotWhole()
    {
        var sink = MessagesReads.Stream(MessagesReads.Start, TextStart, A);
        Assert.Null(sink.Reason);
        Assert.False(sink.HasEnded);
    }

    private static void AssertText(string[] texts, AnswerSink sink)
    {
        Assert.True(sink.HasEnded);
        Assert.Equal(texts, sink.Parts.Select(part => part.Text));
    }
}
