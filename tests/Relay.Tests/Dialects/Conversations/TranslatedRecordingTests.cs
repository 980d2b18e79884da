using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>
/// Every recorded answer, said to a caller of every dialect, streamed and whole, and read again as that caller's client
/// would: nothing that the dialect has a place for is lost.
/// </summary>
public sealed class TranslatedRecordingTests
{
    public static TheoryData<string, string, bool> Pairs()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var (name, _) in Recordings.All())
        {
            foreach (var caller in Enum.GetValues<Dialect>())
            {
                data.Add(name, caller.ToString(), true);
                data.Add(name, caller.ToString(), false);
            }
        }

        if (data.Count == 0) data.Add("", "", false);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void ARecordedAnswer_SaysTheSameToEveryCaller(string name, string caller, bool stream)
    {
        Assert.SkipWhen(name.Length == 0, Fixtures.Absent);
        var to = Enum.Parse<Dialect>(caller);
        var from = Recordings.All().Single(recording => recording.Name == name).Dialect;
        foreach (var answer in Recordings.Read(name))
        {
            var said = new AnswerSink();
            Push(from, name, answer, said);
            Assert.True(said.HasEnded);

            var writer = ((ITranslatedDialect)DialectCatalogue.Of(to)).CreateWriter(
                new() { Dialect = to, Model = "asked", Stream = stream, UsageAsked = true, Edits = [] }, "call-1", 1_790_000_000);
            Push(from, name, answer, writer);
            var heard = new AnswerSink();
            Hear(to, writer.Output.WrittenMemory, stream, heard);

            AnswerTranscript.AssertSame(new(from, said), new(to, heard), to);
        }
    }

    private static void Push(Dialect dialect, string name, List<string> answer, IAnswerSink sink)
    {
        var reader = ((ITranslatedDialect)DialectCatalogue.Of(dialect)).CreateReader("call-1", []);
        if (!Recordings.IsStream(name))
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(Encoding.UTF8.GetBytes(answer.Single()), sink));
            return;
        }

        foreach (var data in answer)
            Assert.True(reader.ReadEvent(Encoding.UTF8.GetBytes(data), sink) is not (AnswerEventKind.Malformed or AnswerEventKind.Error));
        Assert.True(reader.ReadEnd(sink) || name.Contains("missing-terminal", StringComparison.Ordinal));
    }

    private static void Hear(Dialect dialect, ReadOnlyMemory<byte> bytes, bool stream, AnswerSink heard)
    {
        var reader = ((ITranslatedDialect)DialectCatalogue.Of(dialect)).CreateReader("call-2", []);
        if (!stream)
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(bytes.Span, heard));
            return;
        }

        var events = EventTexts.Of(bytes, 13);
        StreamGrammar.Check(dialect, events);
        foreach (var (_, data) in events)
            Assert.True(reader.ReadEvent(Encoding.UTF8.GetBytes(data), heard) is not (AnswerEventKind.Malformed or AnswerEventKind.Error), data);
        Assert.True(reader.ReadEnd(heard));
    }
}
