using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Forwarding.Continuing;
using Relay.Ingress;

namespace Relay.Tests.Forwarding.Continuing;

/// <summary>A stream that passes as it is, and the writer that goes on in its middle.</summary>
public sealed class AnswerShadowTests
{
    [Fact]
    public void Chat_GoesOnUnderTheProvidersName()
    {
        Assert.Equal(
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"real\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" you\"},\"finish_reason\":null}]}",
            Resume(Dialect.OpenAIChat,
                """{"id":"c1","created":17,"model":"real","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"}}]}""")[0]);
        // What the provider does not say is Relay's own.
        Assert.Equal(
            "data: {\"id\":\"call_1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" you\"},\"finish_reason\":null}]}",
            Resume(Dialect.OpenAIChat, "", """{"choices":[{"index":0,"delta":{"content":"Hello"}}]}""")[0]);
    }

    [Fact]
    public void Messages_CountsBlocksAsTheProviderDoes()
    {
        const string Start = """{"type":"message_start","message":{"id":"msg_1","model":"real","usage":{"input_tokens":1}}}""";
        string[] empty = [Start, Block(0), Stop(0)];
        string[] expected = [Delta(" you", 1, true), Named(Stop(1))];

        // A block that says nothing is one.
        Assert.Equal(expected, Resume(Dialect.Anthropic, [.. empty, Block(1), """{"type":"ping"}""", Delta("Hello", 1)])[..2]);
        // A block that had only begun does not begin again.
        Assert.Equal(expected, Resume(Dialect.Anthropic, Start, Block(0), Delta("Hello", 0), Stop(0), Block(1))[..2]);

        static string Block(int index) => $$$"""{"type":"content_block_start","index":{{{index}}},"content_block":{"type":"text","text":""}}""";
        static string Stop(int index) => $"{{\"type\":\"content_block_stop\",\"index\":{index}}}";
        static string Named(string stop) => "event: content_block_stop\ndata: " + stop;
        static string Delta(string text, int index, bool isNamed = false) =>
            (isNamed ? "event: content_block_delta\ndata: " : "") + $"{{\"type\":\"content_block_delta\",\"index\":{index},\"delta\":{{\"type\":\"text_delta\",\"text\":\"{text}\"}}}}";
    }

    [Fact]
    public void Responses_GoesOnInTheItemThatWasOpen_AndKeepsThoseBefore()
    {
        const string First = """{"id":"msg_a","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Well.","annotations":[]}],"phase":"commentary"}""";

        var resumed = Resume(
            Dialect.OpenAIResponses,
            """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","created_at":17,"model":"real","status":"in_progress","output":[]}}""",
            """{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_a","type":"message","content":[]}}""",
            """{"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_a","output_index":0,"content_index":0,"delta":"Well."}""",
            $$"""{"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{{First}}}""",
            """{"type":"response.output_item.added","sequence_number":4,"output_index":1,"item":{"id":"msg_b","type":"message","content":[]}}""",
            """{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_b","output_index":1,"content_index":0,"delta":"Hello"}""");

        Assert.Equal(
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":6,\"item_id\":\"msg_b\",\"output_index\":1,\"content_index\":0,\"delta\":\" you\",\"logprobs\":[]}",
            resumed[0]);
        Assert.Contains("\"sequence_number\":10,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":17,", resumed[^1], StringComparison.Ordinal);
        Assert.Contains($"\"output\":[{First},{{\"id\":\"msg_b\",", resumed[^1], StringComparison.Ordinal);
        Assert.Contains("\"text\":\"Hello you\"", resumed[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[DONE]")]
    internal void WhatIsNoEvent_DisturbsNothing(string data)
    {
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            var joint = new AnswerJoint(WriterOf(dialect), new MemoryBudget(1024 * 1024), isMarked: false);
            AnswerShadow.Of(dialect, "call_1", joint).ReadEvent(Encoding.UTF8.GetBytes(data));
            Assert.Equal((false, 0), (joint.CanContinue, joint.Writer.Output.WrittenCount));
        }
    }

    [Fact]
    public void BehindWhatIsNotText_NothingIsReadAnyMore()
    {
        var joint = new AnswerJoint(WriterOf(Dialect.OpenAIChat), new MemoryBudget(1024 * 1024), isMarked: false);
        var shadow = AnswerShadow.Of(Dialect.OpenAIChat, "call_1", joint);
        shadow.ReadEvent("""{"choices":[{"index":0,"delta":{"reasoning_content":"x"}}]}"""u8);
        shadow.ReadEvent("""{"choices":[{"index":0,"delta":{"content":"y"}}]}"""u8);
        Assert.Equal((false, false, 0), (joint.IsTextOnly, joint.CanContinue, joint.Text.Length));
    }

    // The events that another provider's " you" and its end become behind these.
    private static string[] Resume(Dialect dialect, params string[] events)
    {
        var joint = new AnswerJoint(WriterOf(dialect), new MemoryBudget(1024 * 1024), isMarked: false);
        var shadow = AnswerShadow.Of(dialect, "call_1", joint);
        foreach (var data in events) shadow.ReadEvent(Encoding.UTF8.GetBytes(data));
        Assert.True(joint.CanContinue);
        joint.Resume(0);
        joint.Begin("other", "other");
        joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        joint.Append(" you"u8);
        joint.EndPart();
        joint.Finish(FinishReason.Stop, null);
        joint.End();
        return Encoding.UTF8.GetString(joint.Writer.Output.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static IAnswerWriter WriterOf(Dialect dialect) => ((ITranslatedDialect)DialectCatalogue.Of(dialect)).CreateWriter(
        new CallRequest { Dialect = dialect, Model = "m", Stream = true, UsageAsked = false, Edits = [] }, "call_1", 5);
}
