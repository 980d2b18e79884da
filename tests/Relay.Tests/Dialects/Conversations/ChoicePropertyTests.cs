using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ledger;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>However several choices take turns: written and read again, each is the same, in the dialects that have several.</summary>
public sealed class ChoicePropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    // A text and calls, which every form keeps in this order.
    private static readonly Gen<SinkPart[]> Choices =
        from text in RandomParts.Words(AnswerPartKind.Text)
        from calls in RandomParts.Calls(Gen.Constant<Signature?>(null)).ListOf()
        select (SinkPart[])[text, .. calls.DistinctBy(static call => call.Head.Id).Take(3)];

    private static readonly Arbitrary<(SinkPart[][] Choices, int[] Turns)> Answers =
        (from count in Gen.Choose(1, 5)
         from choices in Choices.ArrayOf(count)
         from turns in Gen.Choose(0, count - 1).NonEmptyListOf()
         select (choices, turns.ToArray())).ToArbitrary();

    [Theory]
    [InlineData(Dialect.OpenAIChat, false)]
    [InlineData(Dialect.OpenAIChat, true)]
    [InlineData(Dialect.Gemini, false)]
    [InlineData(Dialect.Gemini, true)]
    internal void Any_ComeBack(Dialect dialect, bool stream) => Prop.ForAll(Answers, answer =>
    {
        var its = (ITranslatedDialect)DialectCatalogue.Of(dialect);
        var writer = its.CreateWriter(new CallRequest { Dialect = dialect, Model = "m", Stream = stream, UsageAsked = true, Edits = [] }, "c", 5);
        var said = new ChoiceSinks();
        Play(answer.Choices, answer.Turns, said);
        Play(answer.Choices, answer.Turns, writer);
        var heard = new ChoiceSinks();
        Read(its.CreateReader("c", RandomParts.Tools, answer.Choices.Length), Encoding.UTF8.GetString(writer.Output.WrittenSpan), stream, heard);
        var first = new ChoiceSinks();
        Read(its.CreateReader("c", RandomParts.Tools), Encoding.UTF8.GetString(writer.Output.WrittenSpan), stream, first);

        Assert.Equal(said.Shown, heard.Shown);
        Assert.Equal(4, heard.Choices[0].Usage?.Output);
        // Of one that was asked for, others are left out.
        Assert.Equal(said.Shown.Take(1), first.Shown);
    }).Check(Many);

    // A step at a time, of whose turn it is; the others' steps when one has no more.
    private static void Play(SinkPart[][] choices, int[] turns, IAnswerSink sink)
    {
        var steps = choices.Select(parts => new Queue<Action>(parts.SelectMany(part => StepsOf(part, sink)))).ToArray();
        sink.Begin("a1", "m");
        for (var i = 0; steps.Any(static queue => queue.Count > 0); i++)
        {
            var turn = (turns[i % turns.Length] + (i / turns.Length)) % choices.Length;
            if (!steps[turn].TryDequeue(out var step)) continue;
            sink.SwitchTo(turn);
            step();
        }

        sink.Report(new Usage { Input = 3, Output = 4 });
        for (var i = 0; i < choices.Length; i++)
        {
            sink.SwitchTo(i);
            sink.Finish(choices[i].Length > 1 ? FinishReason.ToolCalls : i % 2 == 0 ? FinishReason.Stop : FinishReason.Length, null);
        }

        sink.End();
    }

    private static IEnumerable<Action> StepsOf(SinkPart part, IAnswerSink sink) =>
    [
        () => sink.BeginPart(part.Head),
        .. part.Text.EnumerateRunes().Chunk(5).Select(Action (runes) => () => sink.Append(Encoding.UTF8.GetBytes(string.Concat(runes)))),
        sink.EndPart,
    ];

    private static void Read(IAnswerReader reader, string said, bool stream, IAnswerSink sink)
    {
        if (!stream)
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(Encoding.UTF8.GetBytes(said), sink));
            return;
        }

        foreach (var line in said.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
            reader.ReadEvent(Encoding.UTF8.GetBytes(line["data: ".Length..].TrimEnd('\r')), sink);
        Assert.True(reader.ReadEnd(sink));
    }
}
