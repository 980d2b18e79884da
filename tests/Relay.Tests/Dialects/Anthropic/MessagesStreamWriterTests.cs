using System.Text;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>The events that callers of Messages get, byte for byte, and the document that others of them get.</summary>
public sealed class MessagesStreamWriterTests
{
    private readonly MessagesStreamWriter _stream = new("msg_made", "asked");
    private readonly MessagesJsonWriter _json = new("msg_made", "asked");

    [Fact]
    public void AnAnswer_Streaming()
    {
        Answer(_stream);
        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":150,"cache_read_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":50},"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"relay1.gs.g+/="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"r"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Grüß \"dich\"\n"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"w","url":"https://a.example","title":null,"encrypted_index":""}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: content_block_start
            data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"call_1__relay1_cmVsYXkxLmdzLmc","name":"clock__wait","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":3}

            event: content_block_start
            data: {"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"call_2","name":"g","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":4}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":150,"cache_read_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":50},"output_tokens":70,"output_tokens_details":{"thinking_tokens":0}}}

            event: message_stop
            data: {"type":"message_stop"}


            """,
            MessagesReads.Take(_stream));
    }

    [Fact]
    public void AnAnswer_Json()
    {
        Answer(_json);
        Assert.Equal(
            """{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"Hm.","signature":"relay1.gs.g+/="},{"type":"redacted_thinking","data":"r"},{"type":"text","text":"Grüß \"dich\"\n","citations":[{"type":"web_search_result_location","cited_text":"w","url":"https://a.example","title":null,"encrypted_index":""}]},{"type":"tool_use","id":"call_1__relay1_cmVsYXkxLmdzLmc","name":"clock__wait","input":{"a":1}},{"type":"tool_use","id":"call_2","name":"g","input":{}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":150,"cache_read_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":50},"output_tokens":70,"output_tokens_details":{"thinking_tokens":0}}}""",
            MessagesReads.Take(_json));
    }

    [Fact]
    public void AnAnswerOfNothing_IsStillOne()
    {
        foreach (var writer in (IAnswerWriter[])[_stream, _json])
        {
            writer.Begin(null, null);
            writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
            writer.Append(""u8);
            writer.EndPart();
            writer.Finish(FinishReason.StopSequence, "END");
            writer.End();
        }

        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_made","type":"message","role":"assistant","model":"asked","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"input_tokens":0,"output_tokens":0}}

            event: message_stop
            data: {"type":"message_stop"}


            """,
            MessagesReads.Take(_stream));
        Assert.Equal(
            """{"id":"msg_made","type":"message","role":"assistant","model":"asked","content":[],"stop_reason":"stop_sequence","stop_sequence":"END","usage":{"input_tokens":0,"output_tokens":0}}""",
            MessagesReads.Take(_json));
    }

    [Fact]
    public void WhatTheDialectHasNoBlockFor()
    {
        foreach (var writer in (IAnswerWriter[])[_stream, _json])
        {
            writer.Begin("msg_1", "m");
            Part(writer, new AnswerPart(AnswerPartKind.Image) { MediaType = "image/webp" }, "AA+/");
            Part(writer, new AnswerPart(AnswerPartKind.Refusal), "No.");
            Part(writer, new AnswerPart(AnswerPartKind.ToolCall) { Id = "c", Name = "patch", IsCustom = true }, "*** \"x\"\n");
            Part(writer, new AnswerPart(AnswerPartKind.Text), "sealed", new Signature(Dialect.Gemini, "g"));
            Part(writer, new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(Dialect.OpenAIResponses, "o"));
            writer.Finish(FinishReason.ContentFilter, null);
            writer.End();
        }

        string[] parts = ["![image](data:image/webp;base64,AA+/)", "No.", "{\"input\":\"*** \\\"x\\\"\\n\"}", "sealed", "", ""];
        var stream = MessagesReads.Bytes(_stream.Output.WrittenMemory, 11);
        var whole = MessagesReads.Whole(Encoding.UTF8.GetString(_json.Output.WrittenSpan));
        foreach (var sink in (AnswerSink[])[stream, whole])
        {
            Assert.Equal(parts, sink.Parts.Select(part => part.Text));
            Assert.Equal((new Signature(Dialect.Anthropic, "relay1.gs.g", true), FinishReason.Refusal), (sink.Parts[4].Signature!, sink.Reason!.Value));
            Assert.Equal(new Signature(Dialect.Anthropic, "relay1.os.o"), sink.Parts[5].Signature);
        }
    }

    [Theory]
    [InlineData(FinishReason.Stop, "end_turn")]
    [InlineData(FinishReason.Length, "max_tokens")]
    [InlineData(FinishReason.ContextFull, "model_context_window_exceeded")]
    [InlineData(FinishReason.ToolCalls, "tool_use")]
    [InlineData(FinishReason.Pause, "pause_turn")]
    [InlineData(FinishReason.Refusal, "refusal")]
    [InlineData(FinishReason.ContentFilter, "refusal")]
    [InlineData(FinishReason.Other, "end_turn")]
    internal void EveryReason(FinishReason reason, string text)
    {
        _json.Begin(null, null);
        _json.Finish(reason, null);
        _json.End();
        Assert.Contains($"\"stop_reason\":\"{text}\"", MessagesReads.Take(_json), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnswerThatBreaksOff_HasNoEnd()
    {
        foreach (var writer in (IAnswerWriter[])[_stream, _json])
        {
            writer.Begin(null, null);
            writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
            writer.Append("a"u8);
        }

        Assert.Equal("", MessagesReads.Take(_json));
        var events = MessagesReads.Take(_stream);
        Assert.EndsWith("\"text\":\"a\"}}\n\n", events, StringComparison.Ordinal);
        Assert.DoesNotContain("stop\ndata", events, StringComparison.Ordinal);
    }

    // Each piece goes out when it comes.
    [Fact]
    public void EveryPush_IsWholeEvents()
    {
        _stream.Begin("m", "m");
        _stream.BeginPart(new AnswerPart(AnswerPartKind.Text));
        MessagesReads.Take(_stream);
        _stream.Append("a"u8);
        Assert.EndsWith("\n\n", MessagesReads.Take(_stream), StringComparison.Ordinal);
        _stream.Append("b"u8);
        Assert.Equal(
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"b\"}}\n\n",
            MessagesReads.Take(_stream));
    }

    private static void Answer(IAnswerWriter writer)
    {
        writer.Begin("msg_1", "claude-x");
        var usage = new Usage { Input = 200, CachedInput = 40, CacheWriteInput = 150, CacheWrite1hInput = 50, Output = 1 };
        writer.Report(usage);
        Part(writer, new AnswerPart(AnswerPartKind.Reasoning), "Hm.", new Signature(Dialect.Gemini, "g+/="));
        Part(writer, new AnswerPart(AnswerPartKind.Reasoning), "", new Signature(Dialect.Anthropic, "r", IsRedacted: true));
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.Append("Grüß \"dich\"\n"u8);
        writer.Cite(new Citation("https://a.example", null) { Quote = "w" });
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "call_1", Name = "wait", Namespace = "clock", Signature = new Signature(Dialect.Gemini, "g") });
        writer.Append("{\"a\":"u8);
        writer.Append(""u8);
        writer.Append("1}"u8);
        writer.EndPart();
        Part(writer, new AnswerPart(AnswerPartKind.ToolCall) { Id = "call_2", Name = "g" }, "");
        writer.Report(usage with { Output = 70, Reasoning = 0 });
        writer.Finish(FinishReason.ToolCalls, null);
        writer.End();
    }

    private static void Part(IAnswerWriter writer, AnswerPart head, string content, Signature? signature = null)
    {
        writer.BeginPart(head);
        writer.Append(Encoding.UTF8.GetBytes(content));
        if (signature is not null) writer.Sign(signature);
        writer.EndPart();
    }
}
