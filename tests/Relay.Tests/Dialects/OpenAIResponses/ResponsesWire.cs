using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Dialects.Sse;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>The reading and writing sides of the dialect, on text.</summary>
internal static class ResponsesWire
{
    /// <summary>What the conversation has: of one the provider knows another name.</summary>
    public static readonly Tool[] Tools = [new(ToolKind.Function, "get"), new(ToolKind.Function, "mail.send") { Namespace = "office 365" }];

    /// <summary>Reads the data of events.</summary>
    public static (ResponsesSink Sink, List<AnswerEventKind> Kinds) Read(params IEnumerable<string> events)
    {
        var sink = new ResponsesSink();
        var reader = new ResponsesAnswerReader("call_1", Tools);
        var kinds = events.Select(data => reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink)).ToList();
        Assert.Equal(sink.HasEnded, reader.ReadEnd(sink));
        return (sink, kinds);
    }

    /// <summary>Reads a whole answer.</summary>
    public static (ResponsesSink Sink, AnswerEventKind Kind) ReadWhole(string json)
    {
        var sink = new ResponsesSink();
        return (sink, new ResponsesAnswerReader("call_1", Tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
    }

    /// <summary>The events of a stream: as they came, and their data.</summary>
    public static List<(string Raw, string Data)> Events(ReadOnlyMemory<byte> bytes, int cut = 13)
    {
        var events = new List<(string Raw, string Data)>();
        using var sse = new SseReader();
        using var body = new ChunkedStream(bytes.ToArray(), [cut]);
        while (sse.ReadAsync(body, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult())
        {
            while (sse.TryTake(out var taken)) events.Add((Encoding.UTF8.GetString(taken.Raw.Span), Encoding.UTF8.GetString(taken.Data.Span)));
        }

        Assert.False(sse.HasPartialEvent);
        return events;
    }
}
