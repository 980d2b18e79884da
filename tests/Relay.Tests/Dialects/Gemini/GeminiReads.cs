using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Dialects.Sse;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Answers read as the product reads them.</summary>
internal static class GeminiReads
{
    /// <summary>The events of a stream, and its end.</summary>
    public static GeminiSink Stream(params string[] events) => Stream([], events);

    public static GeminiSink Stream(IReadOnlyList<Tool> tools, params string[] events)
    {
        var sink = new GeminiSink();
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
    public static GeminiSink Parts(string parts) => Stream(
        $$"""{"candidates":[{"content":{"parts":[{{parts}}],"role":"model"},"index":0}]}""",
        """{"candidates":[{"finishReason":"STOP","index":0}]}""");

    public static GeminiSink Whole(string json, params Tool[] tools)
    {
        var sink = new GeminiSink();
        Assert.Equal(AnswerEventKind.Content, new GeminiAnswerReader(tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
        return sink;
    }

    /// <summary>The bytes of events, cut into pieces of a size.</summary>
    public static GeminiSink Bytes(ReadOnlyMemory<byte> bytes, int size, params Tool[] tools)
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
