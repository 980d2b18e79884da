using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

public sealed class ChatChunkTests
{
    [Theory]
    [InlineData("\"flex\"", "flex")]
    [InlineData("\"fl\\u0065x\"", "flex")]
    [InlineData("\"priority\"", "priority")]
    [InlineData("\"\\ud800\"", "\uFFFD")]
    [InlineData("\"\"", null)]
    [InlineData("7", null)]
    [InlineData("{\"a\":[]}", null)]
    public void TheClassOfService_IsWhatTheChunkSays(string json, string? tier)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($$"""{"service_tier":{{json}},"usage":null}""");
        Assert.Equal(tier, ChatChunk.Read(bytes, withHead: false).Tier);
        Assert.Equal(tier, ChatChunk.Read(bytes, withHead: false, "flex").Tier);
    }

    [Fact]
    public void TheClassOfServiceThatIsKnown_IsNotMadeAnew()
    {
        var known = new string("default");
        Assert.Same(known, ChatChunk.Read("""{"service_tier":"default","choices":[]}"""u8, withHead: false, known).Tier);
    }
}
