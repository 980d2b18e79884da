using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIChat;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Whatever the answer: written and read again, it is the same.</summary>
public sealed class ChatAnswerPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void AnyAnswer_ComesBack_Streaming() => Prop.ForAll(ChatAnswers.Arbitrary, answer =>
    {
        var writer = new ChatStreamWriter("none", "none", 5, usageAsked: true);
        answer.PlayInto(writer, 3);
        var events = ChatWire.Events(writer.Output.WrittenSpan);
        var (sink, kinds) = ChatWire.ReadStream(events, RandomParts.Tools);

        Assert.Equal(string.Join('\n', answer.Parts.Select(Carried)), sink.Shown);
        AssertEnd(answer, sink);
        Assert.DoesNotContain(AnswerEventKind.Malformed, kinds);
        Assert.Equal((AnswerEventKind.Done, AnswerEventKind.Usage), (kinds[^1], kinds[^2]));
        Assert.Equal(1, events.Count(data => data.Contains("\"role\"", StringComparison.Ordinal)));
    }).Check(Many);

    [Fact]
    public void AnyAnswer_ComesBack_Json() => Prop.ForAll(ChatAnswers.Arbitrary, answer =>
    {
        // One message holds each kind once, in this order.
        var said = AnswerSink.Of(
            answer.Id!, answer.Parts.OrderBy(part => Array.IndexOf(Order, part.Head.Kind)).Where(IsSayable(answer.Parts)), answer.Usage, answer.Reason!.Value);
        var writer = new ChatJsonWriter("none", "none", 5);
        said.PlayInto(writer, 3);
        var (sink, kind) = ChatWire.ReadWhole(Encoding.UTF8.GetString(writer.Output.WrittenSpan), RandomParts.Tools);

        Assert.Equal(AnswerEventKind.Content, kind);
        Assert.Equal(string.Join('\n', said.Parts.Select(Carried)), sink.Shown);
        AssertEnd(said, sink);
    }).Check(Many);

    private static readonly AnswerPartKind[] Order =
        [AnswerPartKind.Reasoning, AnswerPartKind.Text, AnswerPartKind.Refusal, AnswerPartKind.Image, AnswerPartKind.ToolCall];

    // Only the first text and refusal; of thoughts those that are signed, and one without.
    private static Func<SinkPart, bool> IsSayable(List<SinkPart> parts) => part => part.Head.Kind switch
    {
        AnswerPartKind.Text or AnswerPartKind.Refusal => part == parts.First(other => other.Head.Kind == part.Head.Kind),
        AnswerPartKind.Reasoning => part.Signature is not null && parts.First(other => other.Text == part.Text || part.Text.Length == 0) == part,
        _ => true,
    };

    // A signature is opaque to whoever reads the dialect as a provider's, and comes back in full.
    private static string Carried(SinkPart part)
    {
        var carried = new SinkPart(
            part.Head with { Id = SignedId.Join(part.Head.Id, part.Head.Signature), Signature = null }, part.Text, null, part.Citations);
        if (part.Signature is { } signature)
        {
            var isText = part.Head.Kind == AnswerPartKind.Reasoning && !signature.IsRedacted;
            var item = isText
                ? $$"""{"type":"reasoning.text","signature":"{{signature.Pack()}}"}"""
                : $$"""{"type":"reasoning.encrypted","data":"{{signature.Pack()}}"{{(part.Head.Kind == AnswerPartKind.Text ? ",\"id\":\"relay-text\"" : "")}}}""";
            carried.Signature = new Signature(Dialect.OpenAIChat, item, !isText);
        }

        return carried.ToString();
    }

    private static void AssertEnd(AnswerSink said, AnswerSink sink)
    {
        var hasRefusal = said.Parts.Exists(part => part.Head.Kind == AnswerPartKind.Refusal);
        var hasCalls = said.Parts.Exists(part => part.Head.Kind == AnswerPartKind.ToolCall);
        Assert.Equal((said.Id, said.Model, said.Usage, true), (sink.Id, sink.Model, sink.Usage, sink.HasEnded));
        Assert.Equal(said.Reason switch
        {
            FinishReason.Length or FinishReason.ContextFull => FinishReason.Length,
            FinishReason.ToolCalls or FinishReason.ContentFilter => said.Reason,
            FinishReason.Refusal when !hasRefusal => FinishReason.ContentFilter,
            // The dialect's word for all of the rest is the same; what came tells some apart.
            _ when hasCalls => FinishReason.ToolCalls,
            _ when hasRefusal => FinishReason.Refusal,
            FinishReason.StopSequence => FinishReason.StopSequence,
            _ => FinishReason.Stop,
        }, sink.Reason);
        if (sink.Reason == FinishReason.StopSequence) Assert.Equal(said.StopSequence, sink.StopSequence);
    }
}
