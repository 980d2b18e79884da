using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Whatever a provider does, the parts come one after the other and whole.</summary>
public sealed class ChatAnswerReaderTests
{
    [Fact]
    public void AnAnswer_IsRead_Streaming()
    {
        var (sink, kinds) = ChatWire.ReadStream([
            """{"id":"a1","object":"chat.completion.chunk","created":1,"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
            ChatWire.Delta("""{"reasoning_content":"hm"}"""),
            ChatWire.Delta("""{"content":"Hel"}"""),
            ChatWire.Delta("""{"content":"lo \ud83d\ude00 \ud800 \"x\""}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"""),
            ChatWire.Delta("{}", "\"tool_calls\""),
            """{"id":"a1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":0}}}""",
            "[DONE]",
            "[DONE]",
        ]);

        Assert.Equal(("a1", "m-1"), (sink.Id, sink.Model));
        Assert.Equal("reasoning <hm>\ntext <Hello 😀 \uFFFD \"x\">\ncall c1 f <{\"a\":1}>", sink.Shown);
        Assert.Equal((5L, 7L, 0L, null), (sink.Usage!.Value.Input, sink.Usage.Value.Output, sink.Usage.Value.CachedInput, sink.Usage.Value.Reasoning));
        Assert.Equal((FinishReason.ToolCalls, null), (sink.Reason!.Value, sink.StopSequence));
        Assert.True(sink.HasEnded);
        Assert.Equal(
            [AnswerEventKind.Preamble, .. Enumerable.Repeat(AnswerEventKind.Content, 7), AnswerEventKind.Usage, AnswerEventKind.Done, AnswerEventKind.Done],
            kinds);
    }

    [Fact]
    public void AnAnswer_IsRead_Json()
    {
        var (sink, kind) = ChatWire.ReadWhole("""
            {"id":"a1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"finish_reason":"tool_calls","message":{
              "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","type":"custom","custom":{"name":"p","input":"x"}}],
              "content":"Hello","reasoning":"hm","refusal":null,"role":"assistant",
              "annotations":[{"type":"url_citation","url_citation":{"url":"https://e.com","title":"E","start_index":0,"end_index":5,"content":"w"}}],
              "images":[{"type":"image_url","image_url":{"url":"data:image\/png;base64,iVBOR"}}]}}],
             "usage":{"prompt_tokens":5,"completion_tokens":7,"completion_tokens_details":{"reasoning_tokens":3}}}
            """);

        Assert.Equal(AnswerEventKind.Content, kind);
        Assert.Equal(
            "reasoning <hm>\ntext <Hello> [0-5 https://e.com E \"w\"]\nimage image/png <iVBOR>\ncall c1 f <{\"a\":1}>\ncustom c2 p <x>",
            sink.Shown);
        Assert.Equal((5L, 7L, 3L), (sink.Usage!.Value.Input, sink.Usage.Value.Output, sink.Usage.Value.Reasoning));
        Assert.Equal((FinishReason.ToolCalls, null), (sink.Reason!.Value, sink.StopSequence));
        Assert.True(sink.HasEnded);
    }

    [Theory]
    // With an index, without, all under the first, whole in one chunk, two in one chunk.
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":"}}]|[{"index":0,"function":{"arguments":"1}"}}]|[{"index":1,"id":"c2","function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"id":"c1","function":{"name":"f","arguments":"{\"a\":"}}]|[{"function":{"arguments":"1}"}}]|[{"id":"c2","function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}}]|[{"index":0,"id":"c2","function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}},{"index":1,"id":"c2","function":{"name":"g","arguments":"{}"}}]""")]
    // Name and id again with every piece, an empty id, a null name.
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":"}}]|[{"index":0,"id":"c1","function":{"name":"f","arguments":"1}"}}]|[{"index":1,"id":"c2","function":{"name":"g"}}]|[{"index":1,"id":"","function":{"name":null,"arguments":"{}"}}]""")]
    // The id behind the name, and pieces of nothing.
    [InlineData("""[{"index":0,"function":{"name":"f"}}]|[{"index":0,"id":"c1"}]|[{"index":0,"function":{"arguments":"{\"a\":1}"}}]|[{"index":2,"function":{"arguments":""}}]|[{"index":1,"id":"c2","function":{"name":"g","arguments":"{}"}}]""")]
    // Deltas of the first after the second began.
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\""}}]|[{"index":1,"id":"c2","function":{"name":"g","arguments":"{"}}]|[{"index":0,"function":{"arguments":":1}"}}]|[{"index":1,"function":{"arguments":"}"}}]""")]
    // The arguments all over again at the end.
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}}]|[{"index":0,"function":{"arguments":"{\"a\":1}"}}]|[{"index":1,"id":"c2","function":{"name":"g","arguments":"{}"}}]|[{"index":0,"function":{"arguments":"{}"}}]""")]
    // As an object rather than its text.
    [InlineData("""[{"index":0,"id":"c1","function":{"name":"f","arguments":{"a":1}}}]|[{"index":1,"id":"c2","function":{"name":"g","arguments":{}}}]""")]
    public void CallsInAnyShape_AreTheSameCalls(string deltas)
    {
        var (sink, _) = ChatWire.ReadStream([
            .. deltas.Split('|').Select(calls => ChatWire.Delta($$"""{"tool_calls":{{calls}}}""")),
            ChatWire.Delta("{}", "\"stop\""),
            "[DONE]",
        ]);

        Assert.Equal("call c1 f <{\"a\":1}>\ncall c2 g <{}>", sink.Shown);
        Assert.Equal(FinishReason.ToolCalls, sink.Reason);
    }

    [Fact]
    public void TextWhileACallIsNotWhole_Waits()
    {
        var (sink, _) = ChatWire.ReadStream([
            ChatWire.Delta("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":\"}\\\""}}]}"""),
            ChatWire.Delta("""{"content":"text"}"""),
            ChatWire.Delta("""{"content":"","tool_calls":[{"index":0,"function":{"arguments":"\"}"}}]}"""),
            ChatWire.Delta("""{"content":" more"}""", "\"stop\""),
        ]);

        Assert.Equal("call c1 f <{\"a\":\"}\\\"\"}>\ntext <text more>", sink.Shown);
    }

    [Fact]
    public void ACallWithoutAnId_GetsOneOfTheAnswers()
    {
        var (streamed, _) = ChatWire.ReadStream([
            ChatWire.Delta("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":1,"id":"","function":{"name":"g"}}]}""", "\"tool_calls\""),
        ]);
        var (whole, _) = ChatWire.ReadWhole("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.Equal("call call_a1_0 f <{}>\ncall call_a1_1 g <>", streamed.Shown);
        Assert.Equal("call call_seed_0 f <{}>", whole.Shown);
    }

    [Fact]
    public void AFunctionCall_IsACall()
    {
        var (streamed, _) = ChatWire.ReadStream([
            ChatWire.Delta("""{"function_call":{"name":"f","arguments":""}}"""),
            ChatWire.Delta("""{"function_call":{"arguments":"{\"a\":1}"}}"""),
            ChatWire.Delta("{}", "\"function_call\""),
        ]);
        var (whole, _) = ChatWire.ReadWhole("""{"id":"a1","choices":[{"message":{"content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},"finish_reason":"function_call"}]}""");

        Assert.Equal("call call_a1_0 f <{\"a\":1}>", streamed.Shown);
        Assert.Equal(streamed.Shown, whole.Shown);
        Assert.Equal((FinishReason.ToolCalls, null), (streamed.Reason!.Value, streamed.StopSequence));
    }

    [Fact]
    public void ToolsHaveTheirOwnNamesBack_AndCustomOnesTheirText()
    {
        Tool[] tools = [
            new(ToolKind.Function, "run") { Namespace = "shell" },
            new(ToolKind.Custom, "patch"),
        ];
        var (sink, _) = ChatWire.ReadStream([
            ChatWire.Delta("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"shell__run","arguments":"{}"}}]}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":1,"id":"c2","function":{"name":"patch","arguments":"{\"input\":\"a\\n"}}]}"""),
            ChatWire.Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"b\"}"}}]}""", "\"tool_calls\""),
        ], tools);

        Assert.Equal("call c1 shell/run <{}>\ncustom c2 patch <a\nb>", sink.Shown);
    }

    [Theory]
    [InlineData("""{"reasoning_content":"a"}|{"reasoning_content":"b"}""", "reasoning <ab>")]
    [InlineData("""{"reasoning":"a"}|{"reasoning":"b","content":null}""", "reasoning <ab>")]
    [InlineData("""{"reasoning":"a","reasoning_content":"a"}|{"reasoning":"b","reasoning_content":"b","content":""}""", "reasoning <ab>")]
    [InlineData("""{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a","index":0}]}|{"reasoning":"b","reasoning_details":[{"type":"reasoning.text","text":"b"}]}""", "reasoning <ab>")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"a"}]}|{"reasoning_details":[{"type":"reasoning.summary","summary":"b"}]}""", "reasoning <ab>")]
    [InlineData("""{"reasoning":"a"}|{"reasoning_details":[{"type":"reasoning.text","signature":"s","format":"f","index":0}]}|{"content":"t"}""",
        """reasoning <a> signed OpenAIChat {"type":"reasoning.text","signature":"s","format":"f"}|text <t>""")]
    [InlineData("""{"reasoning":"a"}|{"reasoning_details":[{"type":"reasoning.encrypted","data":"d"}]}""",
        """reasoning <a>|reasoning <> signed OpenAIChat {"type":"reasoning.encrypted","data":"d"} redacted""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}]}|{"content":[{"type":"text","text":"t"}]}""", "reasoning <a>|text <t>")]
    [InlineData("""{"content":"t","reasoning_content":"a"}""", "reasoning <a>|text <t>")]
    [InlineData("""{"refusal":"no"}|{"refusal":" way","content":null}""", "refusal <no way>")]
    [InlineData("""{"audio":{"id":"x","transcript":"said","data":"AAAA"}}""", "text <said>")]
    [InlineData("""{"content":"t"}|{"annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"T","start_index":0,"end_index":1}}]}""", "text <t> [0-1 u T]")]
    [InlineData("""{"images":[{"image_url":{"url":"data:image/png;base64,iVBOR"},"index":0}]}|{"images":[{"image_url":{"url":"https://e.com/x"}}]}""", "image image/png <iVBOR>")]
    [InlineData("""{"\u0063ontent":"t","\ud800":1,"unknown":{"deep":[1]}}""", "text <t>")]
    public void Deltas_BecomeParts(string deltas, string parts)
    {
        var (sink, _) = ChatWire.ReadStream([.. deltas.Split('|').Select(delta => ChatWire.Delta(delta)), ChatWire.Delta("{}", "\"stop\"")]);

        Assert.Equal(parts.Replace("|", "\n", StringComparison.Ordinal), sink.Shown);
        Assert.True(sink.HasEnded);
    }

    [Theory]
    [InlineData("\"stop\"", nameof(FinishReason.Stop), null)]
    [InlineData("\"length\"", nameof(FinishReason.Length), null)]
    [InlineData("\"content_filter\"", nameof(FinishReason.ContentFilter), null)]
    [InlineData("\"model_length\"", nameof(FinishReason.Length), null)]
    [InlineData("\"insufficient_system_resource\"", nameof(FinishReason.Length), null)]
    [InlineData("\"stop\",\"stop_reason\":\"END\"", nameof(FinishReason.StopSequence), "END")]
    [InlineData("\"stop\",\"matched_stop\":151645", nameof(FinishReason.Stop), null)]
    public void TheReasonToFinish_IsRead(string word, string reason, string? stop)
    {
        var (streamed, _) = ChatWire.ReadStream([ChatWire.Delta("""{"content":"t"}"""), ChatWire.Delta("{}", word)]);
        var (whole, _) = ChatWire.ReadWhole($$"""{"choices":[{"message":{"content":"t"},"finish_reason":{{word}}}]}""");

        Assert.Equal((reason, stop), (streamed.Reason.ToString(), streamed.StopSequence));
        Assert.Equal((reason, stop), (whole.Reason.ToString(), whole.StopSequence));
    }

    [Fact]
    public void ARefusalThatStops_IsARefusal() =>
        Assert.Equal((FinishReason.Refusal, null), (ChatWire.ReadStream([ChatWire.Delta("""{"refusal":"no"}""", "\"stop\"")]).Sink.Reason!.Value, ChatWire.ReadStream([ChatWire.Delta("""{"refusal":"no"}""", "\"stop\"")]).Sink.StopSequence));

    [Fact]
    public void OfSeveralChoices_TheFirstCounts()
    {
        var (sink, _) = ChatWire.ReadStream([
            """{"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"}}]}""",
            """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        ]);

        Assert.Equal(("text <yes>", FinishReason.Stop, null), (sink.Shown, sink.Reason!.Value, sink.StopSequence));
    }

    // Issue 1 of those of others: usage in a last chunk that has choices; and Groq's place for it.
    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":0}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"prompt_tokens":1,"completion_tokens":0}}}""")]
    public void UsageBesideTheEnd_IsRead(string chunk)
    {
        var (sink, kinds) = ChatWire.ReadStream([ChatWire.Delta("""{"content":"t"}"""), chunk, "[DONE]"]);

        Assert.Equal((1L, 0L), (sink.Usage!.Value.Input, sink.Usage.Value.Output));
        Assert.Equal(AnswerEventKind.Content, kinds[1]);
    }

    // Issue 8: cut off is not ended.
    [Fact]
    public void AStreamThatBreaksOff_IsNotWhole()
    {
        var (sink, _) = ChatWire.ReadStream([ChatWire.Delta("""{"content":"t"}""")]);

        Assert.Equal((null, false), (sink.Reason, sink.HasEnded));
    }

    [Theory]
    [InlineData("""{"error":{"message":"no","code":429}}""", nameof(AnswerEventKind.Error))]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"error"}],"error":{"message":"no"}}""", nameof(AnswerEventKind.Error))]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"}}]""", nameof(AnswerEventKind.Malformed))]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"}}]} x""", nameof(AnswerEventKind.Malformed))]
    [InlineData("[1]", nameof(AnswerEventKind.Malformed))]
    [InlineData("[DONE]", nameof(AnswerEventKind.Malformed))]
    [InlineData("", nameof(AnswerEventKind.Preamble))]
    [InlineData("""{"choices":[],"id":"","model":"","prompt_filter_results":[]}""", nameof(AnswerEventKind.Preamble))]
    [InlineData("""{"object":"keepalive"}""", nameof(AnswerEventKind.Preamble))]
    public void OfWhatIsNoAnswer_NothingIsPushed(string data, string expected)
    {
        var (sink, kinds) = ChatWire.ReadStream([data]);

        var kind = Enum.Parse<AnswerEventKind>(expected);
        Assert.Equal([kind], kinds);
        Assert.Equal((null, 0, false), (sink.Model, sink.Parts.Count, sink.HasEnded));
        if (kind != AnswerEventKind.Error) kind = AnswerEventKind.Malformed;
        if (data.Length > 0) Assert.Equal(kind, ChatWire.ReadWhole(data).Kind);
    }
}
