using System.Text;
using Relay.Dialects.Gemini;
using Relay.Failures;

namespace Relay.Tests.Dialects.Gemini;

public sealed class GeminiRequestScanTests
{
    [Theory]
    [InlineData("generateContent", true, false)]
    [InlineData("streamGenerateContent", true, true)]
    [InlineData("streamGenerateContent", false, true)]
    public void ThePath_SaysAll_AndTheBodyIsLeftAlone(string verb, bool events, bool stream)
    {
        var read = GeminiRequestScan.Read("""{"contents":[{"parts":[{"text":"a\nb"}]}],"model":7}"""u8, new("m", verb, events));

        Assert.True(read.Succeeded(out var request, out _));
        Assert.Equal(("m", verb, stream, true), (request.Model, request.Verb, request.Stream, request.UsageAsked));
        Assert.Equal(stream && !events, request.AsArray);
        Assert.Empty(request.Edits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":\"x\u0001\"}")]
    [InlineData("{} {}")]
    public void ABodyThatIsNoJsonObject_IsRefused(string body)
    {
        var failure = GeminiRequestScan.Read(Encoding.UTF8.GetBytes(body), new("m", "generateContent", false)).Failure!;

        Assert.Equal((400, FailureCode.InvalidJson), (failure.Status, failure.Code));
    }

    [Fact]
    public void AnotherVerb_IsNotThere_AndALongNameIsRefused()
    {
        Assert.Equal(404, GeminiRequestScan.Read("{}"u8, new("m", "predict", false)).Failure!.Status);
        Assert.Equal(400, GeminiRequestScan.Read("{}"u8, new(new string('m', 257), "generateContent", false)).Failure!.Status);
    }
}
