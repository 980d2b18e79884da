using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Gemini;
using Relay.Testing.Answers;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Whatever the answer: what is written is read back the same.</summary>
public sealed class GeminiRoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void AnyAnswer_AsEvents_HoweverTheyAreCut()
    {
        var cut = 0;
        Prop.ForAll(GeminiAnswers.Arbitrary, answer =>
        {
            var writer = new GeminiStreamWriter("r", "m");
            answer.PlayInto(writer, 1 + (cut % 7));
            Assert.Equal(Whole(answer), Whole(GeminiReads.Bytes(writer.Output.WrittenMemory, 1 + (cut++ % 97), RandomParts.Tools)));
        }).Check(Many);
    }

    [Fact]
    public void AnyAnswer_AsAnArray() => Prop.ForAll(GeminiAnswers.Arbitrary, answer =>
    {
        var writer = new GeminiStreamWriter("r", "m", asArray: true);
        answer.PlayInto(writer);
        using var array = JsonDocument.Parse(writer.Output.WrittenMemory);
        var read = GeminiReads.Stream(RandomParts.Tools, [.. array.RootElement.EnumerateArray().Select(element => element.GetRawText())]);
        Assert.Equal(Whole(answer), Whole(read));
    }).Check(Many);

    [Fact]
    public void AnyAnswer_AsADocument() => Prop.ForAll(GeminiAnswers.Arbitrary, answer =>
    {
        var writer = new GeminiJsonWriter("r", "m");
        answer.PlayInto(writer);
        Assert.Equal(Whole(answer), Whole(GeminiReads.Whole(Encoding.UTF8.GetString(writer.Output.WrittenSpan), RandomParts.Tools)));
    }).Check(Many);

    private static string Whole(AnswerSink answer) => answer.Whole(Dialect.Gemini);
}
