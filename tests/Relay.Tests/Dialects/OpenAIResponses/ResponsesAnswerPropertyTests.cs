using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Sse;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Whatever the answer: written and read again, it is the same.</summary>
public sealed class ResponsesAnswerPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void AnyAnswer_ComesBack_Streaming() => Prop.ForAll(ResponsesAnswers.Arbitrary, answer =>
    {
        var events = Write(answer);
        StreamGrammar.Check(Dialect.OpenAIResponses, events);
        var (sink, kinds) = ResponsesWire.Read(events.Select(one => one.Data));

        Assert.Equal(ResponsesAnswers.Carried(answer.Parts), sink.Shown);
        AssertEnd(answer, sink);
        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        Assert.Equal(AnswerEventKind.Done, kinds[^1]);
    }).Check(Many);

    [Fact]
    public void AnyAnswer_ComesBack_Json() => Prop.ForAll(ResponsesAnswers.Arbitrary, answer =>
    {
        var writer = new ResponsesJsonWriter("1", "none", 5);
        answer.PlayInto(writer, 3);
        var (sink, kind) = ResponsesWire.ReadWhole(Encoding.UTF8.GetString(writer.Output.WrittenSpan));

        Assert.Equal(AnswerEventKind.Content, kind);
        Assert.Equal(ResponsesAnswers.Carried(answer.Parts), sink.Shown);
        AssertEnd(answer, sink);
    }).Check(Many);

    [Fact]
    public void TheLastEvent_HoldsTheSameAnswer() => Prop.ForAll(ResponsesAnswers.Arbitrary, answer =>
        Assert.Equal(ResponsesAnswers.Carried(answer.Parts), ResponsesWire.Read(Write(answer)[^1].Data).Sink.Shown)).Check(Many);

    // What a provider leaves out of the middle comes with the end, and what it says twice comes once.
    [Fact]
    public void EventsLostOrSaidTwice_ChangeNothing() => Prop.ForAll(
        ResponsesAnswers.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (answer, seed) =>
        {
            var random = new Random(seed);
            var events = Write(answer).Select(one => one.Data).ToList();
            // Of a part, either all pieces are lost or none.
            var lost = events.Where(data => data.Contains(".delta\"", StringComparison.Ordinal)).Select(KeyOf).Distinct()
                .Where(_ => random.Next(2) == 0).ToHashSet();
            var heard = events.SkipLast(1)
                .Where(data => data.Contains(".delta\"", StringComparison.Ordinal) ? !lost.Contains(KeyOf(data)) : random.Next(3) > 0)
                .SelectMany(data => !data.Contains(".delta\"", StringComparison.Ordinal) && random.Next(4) == 0 ? new[] { data, data } : [data])
                .Append(events[^1]);

            var (sink, kinds) = ResponsesWire.Read(heard);

            Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
            Assert.Equal(Sorted(ResponsesAnswers.Carried(answer.Parts)), Sorted(sink.Shown));
        }).Check(Many);

    // Whatever comes in whatever order: no exception, and the sink's order holds, which the sink asserts.
    [Fact]
    public void AnyDisorder_KeepsTheOrderOfTheSink() => Prop.ForAll(
        ResponsesAnswers.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (answer, seed) =>
        {
            var events = Write(answer).Select(one => one.Data).ToArray();
            var random = new Random(seed);
            random.Shuffle(events);
            for (var i = 0; i < events.Length; i += 3) events[i] = Broken(events[i], random);

            ResponsesWire.Read(events);
        }).Check(Many);

    // A source that comes when its text has ended is not said any more.
    private static IEnumerable<string> Sorted(string shown) =>
        Regex.Replace(shown, @" \[\d-\d+ https:[^\]]*\]", "").Split('\n').Order(StringComparer.Ordinal);

    private static string Broken(string data, Random random) => random.Next(4) switch
    {
        0 => data[..random.Next(data.Length)],
        1 => data.Replace("\"output_index\":0", "\"output_index\":\"x\"", StringComparison.Ordinal),
        2 => data.Replace("\"item_id\"", "\"\\ud800\"", StringComparison.Ordinal),
        _ => data.Replace("\"output_text\"", "{}", StringComparison.Ordinal),
    };

    private static string KeyOf(string data)
    {
        var json = System.Text.Json.JsonElement.Parse(data);
        return $"{json.GetProperty("item_id")} {(json.TryGetProperty("content_index", out var index) ? index : default)}";
    }

    private static List<(string Raw, string Data)> Write(AnswerSink answer)
    {
        var writer = new ResponsesStreamWriter("1", "none", 5);
        answer.PlayInto(writer, 3);
        return EventTexts.Of(writer.Output.WrittenMemory, 17 * (1 + (answer.Parts.Count % 7)));
    }

    private static void AssertEnd(AnswerSink said, AnswerSink sink)
    {
        var hasRefusal = said.Parts.Exists(part => part.Head.Kind == AnswerPartKind.Refusal);
        var hasCalls = said.Parts.Exists(part => part.Head.Kind == AnswerPartKind.ToolCall);
        Assert.Equal((said.Id, said.Model, said.Usage, true), (sink.Id, sink.Model, sink.Usage, sink.HasEnded));
        Assert.Equal(said.Reason switch
        {
            FinishReason.Length or FinishReason.ContextFull => FinishReason.Length,
            FinishReason.ContentFilter => FinishReason.ContentFilter,
            FinishReason.Refusal when !hasRefusal => FinishReason.ContentFilter,
            // The dialect has one word for all of the rest; what came tells some apart.
            _ => hasCalls ? FinishReason.ToolCalls : hasRefusal ? FinishReason.Refusal : FinishReason.Stop,
        }, sink.Reason);
    }
}
