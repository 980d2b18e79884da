using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects.Anthropic;

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
            answer.PlayInto(writer);
            Assert.Equal(answer.ToString(), MessagesReads.Bytes(writer.Output.WrittenMemory, 1 + (cut++ % 97), MessagesAnswers.Tools).ToString());
        }).Check(Many);
    }

    [Fact]
    public void AnyAnswer_AsADocument() => Prop.ForAll(MessagesAnswers.Arbitrary, answer =>
    {
        var writer = new MessagesJsonWriter("r", "m");
        answer.PlayInto(writer);
        Assert.Equal(answer.ToString(), MessagesReads.Whole(Encoding.UTF8.GetString(writer.Output.WrittenSpan), MessagesAnswers.Tools).ToString());
    }).Check(Many);
}
