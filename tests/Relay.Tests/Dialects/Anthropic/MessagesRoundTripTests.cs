using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Whatever the answer: what is written is read back the same.</summary>
public sealed class MessagesRoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void AnyAnswer_AsEvents_HoweverTheyAreCut()
    {
        var cut = 0;
        Prop.ForAll(MessagesAnswers.Arbitrary, answer =>
        {
            var writer = new MessagesStreamWriter("r", "m");
            answer.PlayInto(writer, 1 + (cut % 7));
            var read = MessagesReads.Bytes(writer.Output.WrittenMemory, 1 + (cut++ % 97), RandomParts.Tools);
            Assert.Equal(answer.Whole(Dialect.Anthropic), read.Whole(Dialect.Anthropic));
        }).Check(Many);
    }

    [Fact]
    public void AnyAnswer_AsADocument() => Prop.ForAll(MessagesAnswers.Arbitrary, answer =>
    {
        var writer = new MessagesJsonWriter("r", "m");
        answer.PlayInto(writer);
        var read = MessagesReads.Whole(Encoding.UTF8.GetString(writer.Output.WrittenSpan), RandomParts.Tools);
        Assert.Equal(answer.Whole(Dialect.Anthropic), read.Whole(Dialect.Anthropic));
    }).Check(Many);
}
