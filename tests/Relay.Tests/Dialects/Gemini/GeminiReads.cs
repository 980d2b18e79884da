using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Answers read as the product reads them.</summary>
internal static class GeminiReads
{
    /// <summary>The events of a stream, and its end.</summary>
    public static AnswerSink Stream(params string[] events) => Stream([], events);

    public static AnswerSink Stream(IReadOnlyList<Tool> tools, params string[] events)
    {
        var sink = new AnswerSink();
        var reader = new GeminiAnswerReader(tools);
        foreach (var data in events)
        {
            var kind = reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink);
            Assert.True(kind is AnswerEventKind.Content or AnswerEventKind.Usage or AnswerEventKind.Preamble, kind.ToString());
        }

        Assert.False(sink.HasEnded);
        Assert.Equal(reader.ReadEnd(sink), sink.HasEnded);
        return sink;
    }

    /// <summary>One chunk with parts, and another with the end.</summary>
    public static AnswerSink Parts(string parts) => Stream(
        $$"""{"candidates":[{"content":{"parts":[{{parts}}],"role":"model"},"index":0}]}""",
        """{"candidates":[{"finishReason":"STOP","index":0}]}""");

    public static AnswerSink Whole(string json, params Tool[] tools)
    {
        var sink = new AnswerSink();
        Assert.Equal(AnswerEventKind.Content, new GeminiAnswerReader(tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
        return sink;
    }

    /// <summary>The bytes of events, cut into pieces of a size.</summary>
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
