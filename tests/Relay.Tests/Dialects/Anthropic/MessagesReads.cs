using System.Text;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Dialects.Sse;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Answers read as the product reads them.</summary>
internal static class MessagesReads
{
    public const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}""";

    public const string Stop = """{"type":"message_stop"}""";

    /// <summary>The events of a stream, and its end.</summary>
    public static MessagesSink Stream(params string[] events) => Stream([], events);

    public static MessagesSink Stream(IReadOnlyList<Tool> tools, params string[] events)
    {
        var sink = new MessagesSink();
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
    public static MessagesSink Between(params string[] events) =>
        Stream([Start, .. events, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""", Stop]);

    public static MessagesSink Whole(string json, params Tool[] tools)
    {
        var sink = new MessagesSink();
        Assert.Equal(AnswerEventKind.Content, new MessagesAnswerReader(tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
        return sink;
    }

    /// <summary>The bytes of events, cut into pieces of a size; each has the line that names it.</summary>
    public static MessagesSink Bytes(ReadOnlyMemory<byte> bytes, int size, params Tool[] tools)
    {
        var datas = new List<string>();
        using var events = new SseReader();
        using var stream = new ChunkedStream(bytes.ToArray(), [size]);
        while (events.ReadAsync(stream, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult())
        {
            while (events.TryTake(out var taken)) datas.Add(Encoding.UTF8.GetString(taken.Data.Span));
        }

        Assert.False(events.HasPartialEvent);
        return Stream(tools, [.. datas]);
    }

    /// <summary>What a writer made so far; it is taken away.</summary>
    public static string Take(IAnswerWriter writer)
    {
        var text = Encoding.UTF8.GetString(writer.Output.WrittenSpan);
        writer.Output.ResetWrittenCount();
        return text;
    }
}
