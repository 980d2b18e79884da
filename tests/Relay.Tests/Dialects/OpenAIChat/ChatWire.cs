using System.Buffers;
using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIChat;
using Relay.Failures;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>The reading and writing sides of the dialect, on text.</summary>
internal static class ChatWire
{
    public static Conversation Read(string body, bool stream = false)
    {
        var result = new ChatRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", stream);
        Assert.True(result.Succeeded(out var conversation, out var failure), failure?.Message);
        return conversation;
    }

    public static Failure Refuse(string body)
    {
        var result = new ChatRequestReader().Read(Encoding.UTF8.GetBytes(body), "asked", false);
        Assert.False(result.Succeeded(out _, out var failure));
        return failure!;
    }

    public static string Write(Conversation conversation, ChatProviderForm? form = null)
    {
        var output = new ArrayBufferWriter<byte>();
        new ChatRequestWriter(form ?? ChatProviderForm.OpenAI).Write(conversation, "target", output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string[] Losses(Conversation conversation) =>
        [.. conversation.Losses.Select(loss => loss.ChangesMeaning ? loss.Field + "!" : loss.Field)];

    public static (AnswerSink Sink, AnswerEventKind[] Kinds) ReadStream(IEnumerable<string> events, params Tool[] tools)
    {
        var sink = new AnswerSink();
        var reader = new ChatAnswerReader("seed", tools);
        var kinds = events.Select(data => reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink)).ToArray();
        reader.ReadEnd(sink);
        return (sink, kinds);
    }

    public static (AnswerSink Sink, AnswerEventKind Kind) ReadWhole(string json, params Tool[] tools)
    {
        var sink = new AnswerSink();
        var kind = new ChatAnswerReader("seed", tools).ReadWhole(Encoding.UTF8.GetBytes(json), sink);
        return (sink, kind);
    }

    /// <summary>A chunk with a delta.</summary>
    public static string Delta(string delta, string finish = "null") =>
        $$"""{"id":"a1","model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    /// <summary>The data of the events of a stream, each of which must have a line of data and nothing else.</summary>
    public static string[] Events(ReadOnlySpan<byte> stream)
    {
        var text = Encoding.UTF8.GetString(stream);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        return [.. text.Split("\n\n")[..^1].Select(line =>
        {
            Assert.StartsWith("data: ", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);
            return line[6..];
        })];
    }
}
