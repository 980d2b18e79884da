using System.Text;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Answers read as the product reads them.</summary>
internal static class MessagesReads
{
    public const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}""";

    public const string Stop = """{"type":"message_stop"}""";

    /// <summary>The events of a stream, and its end.</summary>
    public static AnswerSink Stream(params string[] events) => Stream([], events);

    public static AnswerSink Stream(IReadOnlyList<Tool> tools, params string[] events)
    {
        var sink = new AnswerSink();
        var reader = new MessagesAnswerReader(tools);
        foreach (var data in events)
        {
            var kind = reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink);
            Assert.True(kind is not (AnswerEventKind.Malformed or AnswerEventKind.Error), kind.ToString());
        }

        Assert.Equal(reader.ReadEnd(sink), sink.HasEnded);
        return sink;
    }

    /// <summary>A stream with these events between its start and its end.</summary>
    public static AnswerSink Between(params string[] events) =>
        Stream([Start, .. events, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""", Stop]);

    public static AnswerSink Whole(string json, params Tool[] tools)
    {
        var sink = new AnswerSink();
        Assert.Equal(AnswerEventKind.Content, new MessagesAnswerReader(tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
        return sink;
    }

    /// <summary>The bytes of events, cut into pieces of a size; each has the line that names it.</summary>
    public static AnswerSink Bytes(ReadOnlyMemory<byte> bytes, int size, params Tool[] tools) =>
        Stream(tools, [.. EventTexts.Of(bytes, size).Select(one => one.Data)]);

    /// <summary>What a writer made so far; it is taken away.</summary>
    public static string Take(IAnswerWriter writer)
    {
        var text = Encoding.UTF8.GetString(writer.Output.WrittenSpan);
        writer.Output.ResetWrittenCount();
        return text;
    }
}
