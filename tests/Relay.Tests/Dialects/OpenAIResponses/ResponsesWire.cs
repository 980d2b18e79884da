using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>The reading and writing sides of the dialect, on text.</summary>
internal static class ResponsesWire
{
    /// <summary>What the conversation has: of one the provider knows another name.</summary>
    public static readonly Tool[] Tools = [new(ToolKind.Function, "get"), new(ToolKind.Function, "mail.send") { Namespace = "office 365" }];

    /// <summary>Reads the data of events.</summary>
    public static (AnswerSink Sink, List<AnswerEventKind> Kinds) Read(params IEnumerable<string> events)
    {
        var sink = new AnswerSink();
        var reader = new ResponsesAnswerReader("call_1", Tools);
        var kinds = events.Select(data => reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink)).ToList();
        Assert.Equal(sink.HasEnded, reader.ReadEnd(sink));
        return (sink, kinds);
    }

    /// <summary>Reads a whole answer.</summary>
    public static (AnswerSink Sink, AnswerEventKind Kind) ReadWhole(string json)
    {
        var sink = new AnswerSink();
        return (sink, new ResponsesAnswerReader("call_1", Tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink));
    }
}
