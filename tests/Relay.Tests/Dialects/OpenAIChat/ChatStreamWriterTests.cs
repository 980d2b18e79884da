using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIChat;
using Relay.Ledger;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>A chat caller gets the answer in the words of its dialect, to the byte.</summary>
public sealed class ChatStreamWriterTests
{
    private const string Head = """{"id":"msg_1","object":"chat.completion.chunk","created":1700000000,"model":"m-1",""";

    [Fact]
    public void AnAnswer_IsWritten_Streaming()
    {
        var writer = new ChatStreamWriter("chatcmpl-own", "asked", 1_700_000_000, usageAsked: true);
        PushAnswer(writer);

        Assert.Equal([
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"reasoning_content":"hm"}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"relay1.as.sig=","index":0}]}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"relay1.ar.xyz","index":1}]}"""),
            Chunk("""{"content":"Hel\"lo\n"}"""),
            Chunk("""{"content":"é"}"""),
            Chunk("""{"annotations":[{"type":"url_citation","url_citation":{"url":"https://e.com","title":"E","start_index":0,"end_index":3}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"c2__relay1_cmVsYXkxLmdzLnRob3VnaHQ","type":"function","function":{"name":"g","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":2,"id":"c3","type":"custom","custom":{"name":"p","input":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":2,"custom":{"input":"x"}}]}"""),
            Chunk("{}", "\"tool_calls\""),
            Head + "\"choices\":[]" + ""","usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0}}}""",
            "[DONE]",
        ], ChatWire.Events(writer.Output.WrittenSpan));
    }

    [Fact]
    public void AnAnswer_IsWritten_Json()
    {
        var writer = new ChatJsonWriter("chatcmpl-own", "asked", 1_700_000_000);
        PushAnswer(writer);

        Assert.Equal(
            """{"id":"msg_1","object":"chat.completion","created":1700000000,"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hel\"lo\né","refusal":null,"reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"relay1.as.sig=","index":0},{"type":"reasoning.encrypted","data":"relay1.ar.xyz","index":1}],"annotations":[{"type":"url_citation","url_citation":{"url":"https://e.com","title":"E","start_index":0,"end_index":3}}],"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2__relay1_cmVsYXkxLmdzLnRob3VnaHQ","type":"function","function":{"name":"g","arguments":"{}"}},{"id":"c3","type":"custom","custom":{"name":"p","input":"x"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0}}}""",
            Encoding.UTF8.GetString(writer.Output.WrittenSpan));
    }

    // Requirement 16: who did not ask for the usage chunk does not get it. And what a provider leaves out is made up for.
    [Fact]
    public void TheShortestAnswer_HasAllThatStrictClientsNeed_Streaming()
    {
        var writer = new ChatStreamWriter("own", "asked", 1, usageAsked: false);
        PushNothing(writer);

        Assert.Equal([
            """{"id":"own","object":"chat.completion.chunk","created":1,"model":"asked","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
            """{"id":"own","object":"chat.completion.chunk","created":1,"model":"asked","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            "[DONE]",
        ], ChatWire.Events(writer.Output.WrittenSpan));
    }

    [Fact]
    public void TheShortestAnswer_HasAllThatStrictClientsNeed_Json()
    {
        var writer = new ChatJsonWriter("own", "asked", 1);
        PushNothing(writer);

        Assert.Equal(
            """{"id":"own","object":"chat.completion","created":1,"model":"asked","choices":[{"index":0,"message":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0,"prompt_tokens_details":{"cached_tokens":0}}}""",
            Encoding.UTF8.GetString(writer.Output.WrittenSpan));
    }

    [Fact]
    public void WhatWasTakenAlready_IsNotWrittenAgain()
    {
        var writer = new ChatStreamWriter("own", "asked", 1, usageAsked: false);
        writer.Begin(null, null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.Output.ResetWrittenCount();
        writer.Append("a"u8);

        Assert.Equal(
            "data: {\"id\":\"own\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"asked\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n",
            Encoding.UTF8.GetString(writer.Output.WrittenSpan));
    }

    [Theory]
    [InlineData(nameof(FinishReason.Refusal), false, "content_filter")]
    [InlineData(nameof(FinishReason.Refusal), true, "stop")]
    [InlineData(nameof(FinishReason.ContextFull), false, "length")]
    [InlineData(nameof(FinishReason.Pause), false, "stop")]
    public void OtherReasons_AreSaidInTheFiveWords(string reason, bool hasRefusal, string word)
    {
        var writer = new ChatStreamWriter("own", "asked", 1, usageAsked: false);
        writer.Begin(null, null);
        if (hasRefusal)
        {
            writer.BeginPart(new AnswerPart(AnswerPartKind.Refusal));
            writer.Append("no"u8);
            writer.EndPart();
        }

        writer.Output.ResetWrittenCount();
        writer.Finish(Enum.Parse<FinishReason>(reason), null);

        Assert.EndsWith($"\"finish_reason\":\"{word}\"}}]}}", Assert.Single(ChatWire.Events(writer.Output.WrittenSpan)), StringComparison.Ordinal);
    }

    private static string Chunk(string delta, string finish = "null") =>
        $$"""{{Head}}"choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    private static void PushNothing(IAnswerSink sink)
    {
        sink.Begin(null, null);
        sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
        sink.Append([]);
        sink.EndPart();
        sink.Report(new Usage { Input = 0, CachedInput = 0 });
        sink.Finish(FinishReason.Stop, null);
        sink.End();
    }

    private static void PushAnswer(IAnswerSink sink)
    {
        sink.Begin("msg_1", "m-1");
        sink.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        sink.Append("hm"u8);
        sink.Sign(new Signature(Dialect.Anthropic, "sig="));
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        sink.Sign(new Signature(Dialect.Anthropic, "xyz", IsRedacted: true));
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
        sink.Append("Hel\"lo\n"u8);
        sink.Append("é"u8);
        sink.Cite(new Citation("https://e.com", "E") { Start = 0, End = 3 });
        // A document of the conversation: the dialect has no words for it.
        sink.Cite(new Citation(null, "doc"));
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c1", Name = "f" });
        sink.Append("{\"a\":"u8);
        sink.Append("1}"u8);
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c2", Name = "g", Signature = new Signature(Dialect.Gemini, "thought") });
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c3", Name = "p", IsCustom = true });
        sink.Append("x"u8);
        sink.EndPart();
        sink.Report(new Usage { Input = 1 });
        sink.Report(new Usage { Input = 5, Output = 7, CachedInput = 0 });
        sink.Finish(FinishReason.ToolCalls, null);
        sink.End();
    }
}
