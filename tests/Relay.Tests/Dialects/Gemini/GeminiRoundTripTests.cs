using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects.Gemini;

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
            answer.PlayInto(writer);
            Assert.Equal(answer.ToString(), GeminiReads.Bytes(writer.Output.WrittenMemory, 1 + (cut++ % 97), GeminiAnswers.Tools).ToString());
        }).Check(Many);
    }

    [Fact]
    public void AnyAnswer_AsAnArray() => Prop.ForAll(GeminiAnswers.Arbitrary, answer =>
    {
        var writer = new GeminiStreamWriter("r", "m", asArray: true);
        answer.PlayInto(writer);
        using var array = JsonDocument.Parse(writer.Output.WrittenMemory);
        Assert.Equal(answer.ToString(), GeminiReads.Stream(
            GeminiAnswers.Tools, [.. array.RootElement.EnumerateArray().Select(element => element.GetRawText())]).ToString());
    }).Check(Many);

    [Fact]
    public void AnyAnswer_AsADocument() => Prop.ForAll(GeminiAnswers.Arbitrary, answer => AssertWhole(answer, new GeminiJsonWriter("r", "m"))).Check(Many);

    private static void AssertWhole(GeminiSink answer, GeminiJsonWriter writer)
    {
        answer.PlayInto(writer);
        Assert.Equal(answer.ToString(), GeminiReads.Whole(Encoding.UTF8.GetString(writer.Output.WrittenSpan), GeminiAnswers.Tools).ToString());
    }
}
