using FsCheck;
using FsCheck.Fluent;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>Whatever is asked: written and read again, it is the same.</summary>
public sealed class GeminiRequestPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Theory]
    [InlineData("gemini-3.5-flash")]
    [InlineData("gemini-2.5-flash")]
    [InlineData("gemini-2.5-pro")]
    public void AnyConversation_ComesBack(string model) => Prop.ForAll(GeminiConversations.For(model), conversation =>
    {
        var written = GeminiRequests.Write(conversation, model);
        var read = GeminiRequests.Read(written, conversation.Stream);

        Assert.Equal(ConversationText.Of(conversation), ConversationText.Of(read));
        Assert.Empty(conversation.Losses);
        Assert.Equal(written, GeminiRequests.Write(read, model));
        Assert.Empty(read.Losses);
    }).Check(Many);
}
