using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What Gemini says, pushed in the promised order.</summary>
public sealed class GeminiAnswerReaderTests
{
    [Fact]
    public void TextInPieces_IsOnePart()
    {
        var sink = GeminiReads.Stream(
            """{"candidates":[{"content":{"parts":[{"text":"Gr\u00fc"}],"role":"model"},"index":0}],"modelVersion":"gemini-3-flash","responseId":"r1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"\u00df\n"},{"text":"dich"}],"role":"model"},"index":0}],"modelVersion":"gemini-3-flash","responseId":"r1"}""",
            """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":9,"thoughtsTokenCount":4},"modelVersion":"gemini-3-flash","responseId":"r1"}""");

        Assert.Equal(("r1", "gemini-3-flash"), (sink.Id, sink.Model));
        Assert.Equal("Grüß\ndich", Assert.Single(sink.Parts).Text);
        Assert.Equal((FinishReason.Stop, true), (sink.Reason!.Value, sink.HasEnded));
        Assert.Equal((3L, 6L, 4L), (sink.Usage!.Value.Input, sink.Usage.Value.Output, sink.Usage.Value.Reasoning));
    }

    [Fact]
    public void Thoughts_AreReasoning_AndTheirSignatureEndsThem()
    {
        var sink = GeminiReads.Parts(
            """{"text":"I thi","thought":true},{"thought":true,"text":"nk","thoughtSignature":"c2ln"},{"thought":true,"text":"More"},{"text":"So"}""");

        Assert.Equal([AnswerPartKind.Reasoning, AnswerPartKind.Reasoning, AnswerPartKind.Text], sink.Parts.Select(part => part.Head.Kind));
        Assert.Equal(["I think", "More", "So"], sink.Parts.Select(part => part.Text));
        Assert.Equal(new Signature(Dialect.Gemini, "c2ln"), sink.Parts[0].Signature);
        Assert.Null(sink.Parts[1].Signature);
    }

    [Fact]
    public void ASignatureBehindText_SignsThatText()
    {
        var sink = GeminiReads.Parts("""{"text":"Hi"},{"text":"","thoughtSignature":"c2ln"}""");
        var part = Assert.Single(sink.Parts);
        Assert.Equal(("Hi", "c2ln"), (part.Text, part.Signature!.Value));
    }

    [Fact]
    public void ASignatureBehindACall_IsAPartOfItsOwn()
    {
        var sink = GeminiReads.Parts("""{"functionCall":{"name":"f"}},{"text":"","thoughtSignature":"c2ln"}""");
        Assert.Equal([AnswerPartKind.ToolCall, AnswerPartKind.Text], sink.Parts.Select(part => part.Head.Kind));
        Assert.Equal("c2ln", sink.Parts[1].Signature!.Value);
    }

    [Fact]
    public void Calls_HaveArgumentsByteForByte_AndTheirSignatureAtTheBeginning()
    {
        var sink = GeminiReads.Parts(
            """{"functionCall":{"args":{"b": 1.0, "a":"\u00fc"},"id":"x7","name":"f"},"thoughtSignature":"c2ln"},{"functionCall":{"name":"g"}}""");

        Assert.Equal("""{"b": 1.0, "a":"\u00fc"}""", sink.Parts[0].Text);
        Assert.Equal(("x7", "f", "c2ln"), (sink.Parts[0].Head.Id, sink.Parts[0].Head.Name, sink.Parts[0].Head.Signature!.Value));
        Assert.Equal("{}", sink.Parts[1].Text);
        Assert.Null(sink.Parts[1].Head.Signature);
        Assert.Equal(FinishReason.ToolCalls, sink.Reason);
    }

    [Fact]
    public void CallsWithoutIds_GetOnesThatAreUniqueBeyondTheAnswer()
    {
        const string Calls = """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}],"responseId":"R-1"}""";
        Assert.Equal(["call_R-1_0", "call_R-1_1"], GeminiReads.Stream(Calls).Parts.Select(part => part.Head.Id));
        Assert.Equal(
            ["call_0", "call_1"],
            GeminiReads.Stream(Calls.Replace("R-1", "a b", StringComparison.Ordinal)).Parts.Select(part => part.Head.Id));
    }

    [Fact]
    public void ToolsWhoseNamesHadToChange_ComeBackAsTheyWere()
    {
        Tool[] tools =
        [
            new(ToolKind.Function, "wait") { Namespace = "clock" },
            new(ToolKind.Custom, "apply_patch"),
            new(ToolKind.Function, "9lives"),
        ];
        var sink = GeminiReads.Stream(
            tools,
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"clock.wait","args":{}}},{"functionCall":{"name":"apply_patch","args":{"input":"*** \"Begin\"\n\ud83d\ude00"}}},{"functionCall":{"name":"_9lives"}},{"functionCall":{"name":"apply_patch","args":{"other":1}}}]},"finishReason":"STOP"}]}""");

        Assert.Equal([("clock", "wait", false), (null, "apply_patch", true), (null, "9lives", false), (null, "apply_patch", true)],
            sink.Parts.Select(part => (part.Head.Namespace, part.Head.Name, part.Head.IsCustom)));
        Assert.Equal(["{}", "*** \"Begin\"\n😀", "{}", """{"other":1}"""], sink.Parts.Select(part => part.Text));
    }

    [Fact]
    public void Images_AreBase64_AndThoseOfThoughtsAreNot()
    {
        var sink = GeminiReads.Parts(
            """{"inlineData":{"mimeType":"image/png","data":"AAAA"},"thought":true},{"text":"See"},{"inlineData":{"data":"iVBOR\/8=","mimeType":"image/png"},"thoughtSignature":"c2ln"},{"inlineData":{"mimeType":"audio/wav","data":"AA=="}}""");

        Assert.Equal(["See", "iVBOR/8="], sink.Parts.Select(part => part.Text));
        Assert.Equal(("image/png", "c2ln"), (sink.Parts[1].Head.MediaType, sink.Parts[1].Signature!.Value));
    }

    [Fact]
    public void WhatIsNotKnown_IsLeftOut()
    {
        var sink = GeminiReads.Stream(
            """{"ping":1}""",
            """{"candidates":[{"index":1,"content":{"parts":[{"text":"other"}]},"finishReason":"SAFETY"},7,{"content":{"parts":[{"executableCode":{"code":"x"}},{"new":{"text":"x"}},{},7,{"text":"a"}],"x":[]},"safetyRatings":[{}]}],"x":{}}""",
            """{"candidates":[],"usageMetadata":{"trafficType":"ON_DEMAND"}}""",
            """{"candidates":[{"content":null,"finishReason":"FINISH_REASON_UNSPECIFIED"}]}""",
            """{"candidates":[{"content":{},"finishReason":"STOP"}]}""",
            """{"candidates":[{"content":{"role":"model"},"finishReason":"STOP"}]}""");
        Assert.Equal("a", Assert.Single(sink.Parts).Text);
        Assert.Null(sink.Usage);
        Assert.Equal(FinishReason.Stop, sink.Reason);
    }

    [Fact]
    public void HalvesOfSurrogates_BecomeReplacements()
    {
        var sink = GeminiReads.Parts("""{"text":"a\ud83db\ude00\ud83d\ud83d\ude00","\ud800":1,"thoughtSignature":null}""");
        Assert.Equal("a\ufffdb\ufffd\ufffd😀", sink.Text);
    }

    [Fact]
    public void BytesThatAreNoUtf8_BecomeReplacements()
    {
        var sink = new AnswerSink();
        var reader = new GeminiAnswerReader([]);
        byte[] data = [.. """{"candidates":[{"content":{"parts":[{"text":"a"""u8, 0xC3, .. """b"}]},"finishReason":"STOP"}]}"""u8];
        Assert.Equal(AnswerEventKind.Content, reader.ReadEvent(data, sink));
        Assert.True(reader.ReadEnd(sink));
        Assert.Equal("a\ufffdb", sink.Text);
    }

    [Fact]
    public void SnakeCaseAndEscapedNames_AreTheSame()
    {
        var sink = GeminiReads.Whole(
            """{"cand\u0069dates":[{"content":{"parts":[{"function_call":{"name":"f"},"thought_signature":"c2ln"}]},"finish_reason":"STOP"}],"usage_metadata":{"prompt_token_count":5},"response_id":"r","model_version":"m"}""");
        Assert.Equal(("r", "m", 5L), (sink.Id, sink.Model, sink.Usage!.Value.Input));
        Assert.Equal("c2ln", sink.Parts[0].Head.Signature!.Value);
    }

    [Theory]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("RECITATION", FinishReason.ContentFilter)]
    [InlineData("BLOCKLIST", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("SPII", FinishReason.ContentFilter)]
    [InlineData("MODEL_ARMOR", FinishReason.ContentFilter)]
    [InlineData("IMAGE_SAFETY", FinishReason.ContentFilter)]
    [InlineData("IMAGE_PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("IMAGE_RECITATION", FinishReason.ContentFilter)]
    [InlineData("LANGUAGE", FinishReason.Other)]
    [InlineData("MALFORMED_FUNCTION_CALL", FinishReason.Other)]
    [InlineData("UNEXPECTED_TOOL_CALL", FinishReason.Other)]
    [InlineData("TOO_MANY_TOOL_CALLS", FinishReason.Other)]
    [InlineData("NO_IMAGE", FinishReason.Other)]
    [InlineData("SOMETHING_NEW", FinishReason.Other)]
    internal void EveryReason_IsKnown(string word, FinishReason reason)
    {
        var sink = GeminiReads.Whole($$"""{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"{{word}}"}]}""");
        Assert.Equal(reason, sink.Reason);
    }

    [Fact]
    public void ABlockedPrompt_IsAnAnswerThatTheFilterEnded()
    {
        const string Blocked = """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","safetyRatings":[]},"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7},"modelVersion":"m"}""";
        foreach (var sink in new[] { GeminiReads.Stream(Blocked), GeminiReads.Whole(Blocked) })
        {
            Assert.Empty(sink.Parts);
            Assert.Equal((FinishReason.ContentFilter, true), (sink.Reason!.Value, sink.HasEnded));
            Assert.Equal((7L, 0L), (sink.Usage!.Value.Input, sink.Usage.Value.Output));
        }
    }

    [Fact]
    public void AStreamWithoutAReasonToFinish_IsNotWhole()
    {
        var sink = GeminiReads.Stream("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""");
        Assert.False(sink.HasEnded);
        Assert.Null(sink.Reason);
    }

    [Fact]
    public void AWholeAnswerWithoutAReason_EndsAllTheSame()
    {
        var sink = GeminiReads.Whole("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""");
        Assert.Equal((FinishReason.Other, true), (sink.Reason!.Value, sink.HasEnded));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[{\"responseId\":\"r\"}")]
    [InlineData("[{\"responseId\":\"r\"}] x")]
    [InlineData("{}")]
    [InlineData("{\"candidates\":[{]}")]
    [InlineData("\"x\"")]
    public void WhatIsNoAnswer_IsMalformed(string json)
    {
        if (json.Length > 0) Assert.Equal(AnswerEventKind.Malformed, new GeminiAnswerReader([]).ReadWhole(Encoding.UTF8.GetBytes(json), new AnswerSink()));
        else Assert.Equal(AnswerEventKind.Preamble, new GeminiAnswerReader([]).ReadEvent(default, new AnswerSink()));
    }

    [Fact]
    public void AChunkCutAnywhere_PushesNothing()
    {
        const string Chunk = """{"candidates":[{"content":{"parts":[{"text":"Grü"},{"functionCall":{"name":"f","args":{"a":1}}}]},"finishReason":"STOP"}],"responseId":"r"}""";
        var bytes = Encoding.UTF8.GetBytes(Chunk);
        for (var length = 1; length < bytes.Length; length++)
        {
            var sink = new AnswerSink();
            Assert.Equal(AnswerEventKind.Malformed, new GeminiAnswerReader([]).ReadEvent(bytes.AsSpan(0, length), sink));
            Assert.Equal(new AnswerSink().ToString(), sink.ToString());
        }
    }

    [Fact]
    public void AnError_PushesNothing()
    {
        var sink = new AnswerSink();
        var reader = new GeminiAnswerReader([]);
        Assert.Equal(AnswerEventKind.Error, reader.ReadEvent("""{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}"""u8, sink));
        Assert.Equal(AnswerEventKind.Error, reader.ReadWhole("""{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}"""u8, sink));
        Assert.False(reader.ReadEnd(sink));
        Assert.Equal(new AnswerSink().ToString(), sink.ToString());
    }
}
