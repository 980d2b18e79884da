using Relay.Dialects;

namespace Relay.Tests.Dialects;

public sealed class ModelPathTests
{
    [Theory]
    [InlineData("gemini-3:generateContent", null, "gemini-3", "generateContent", false)]
    [InlineData("gemini-3:streamGenerateContent", "sse", "gemini-3", "streamGenerateContent", true)]
    [InlineData("gemini-3:streamGenerateContent", "SSE", "gemini-3", "streamGenerateContent", true)]
    [InlineData("gemini-3:streamGenerateContent", "json", "gemini-3", "streamGenerateContent", false)]
    [InlineData("team/a:fast:generateContent", "", "team/a:fast", "generateContent", false)]
    [InlineData("team%2Fa%2fb:generateContent", null, "team/a/b", "generateContent", false)]
    public void TheLastColon_PartsModelAndVerb(string rest, string? alt, string model, string verb, bool events)
    {
        Assert.True(ModelPath.TryParse(rest, alt, out var path));
        Assert.Equal(new ModelPath(model, verb, events), path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gemini-3")]
    [InlineData("gemini-3:")]
    [InlineData(":generateContent")]
    public void WithoutEither_ThereIsNone(string rest) => Assert.False(ModelPath.TryParse(rest, null, out _));
}
