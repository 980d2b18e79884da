using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>The exact document for a Gemini caller.</summary>
public sealed class GeminiJsonWriterTests
{
    [Fact]
    public void AnAnswer_IsThereAfterItsEnd_AndNotBefore()
    {
        var writer = new GeminiJsonWriter("r", "m");
        writer.Begin("r1", null);
        writer.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        writer.Append("H"u8);
        writer.Append("m"u8);
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        writer.Append("Grüß"u8);
        writer.Sign(new Signature(Dialect.Gemini, "c2ln"));
        writer.EndPart();
        writer.BeginPart(new AnswerPart(AnswerPartKind.ToolCall) { Id = "c1", Name = "f" });
        writer.Append("{\"a\":1}"u8);
        writer.EndPart();
        writer.Report(new Usage { Input = 10, AudioInput = 4, Output = 2, AudioOutput = 0 });
        writer.Finish(FinishReason.ToolCalls, null);
        Assert.Equal("", GeminiReads.Take(writer));
        writer.End();
        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Grüß","thoughtSignature":"c2ln"},{"functionCall":{"id":"c1","name":"f","args":{"a":1}}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"totalTokenCount":12,"promptTokensDetails":[{"modality":"TEXT","tokenCount":6},{"modality":"AUDIO","tokenCount":4}],"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":2},{"modality":"AUDIO","tokenCount":0}]},"modelVersion":"m","responseId":"r1"}""",
            GeminiReads.Take(writer));
    }

    [Fact]
    public void AnAnswerThatBreaksOff_LeavesNothing_HoweverLongItWas()
    {
        var writer = new GeminiJsonWriter("r", "m");
        writer.Begin(null, null);
        for (var i = 0; i < 1000; i++)
        {
            writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
            writer.Append("A long text, as models write them when nobody stops them."u8);
            writer.EndPart();
        }

        Assert.Equal("", GeminiReads.Take(writer));
    }
}
