using FsCheck;
using FsCheck.Fluent;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Whatever is asked: written and read again, it is the same.</summary>
public sealed class MessagesRequestPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-opus-4-6")]
    [InlineData("claude-opus-4-8")]
    [InlineData("kimi-k2")]
    public void AnyConversation_ComesBack(string model) => Prop.ForAll(MessagesConversations.For(model), conversation =>
    {
        var written = MessagesRequests.Write(conversation, model);
        var read = MessagesRequests.Read(written, conversation.Stream);

        Assert.Equal(ConversationText.Of(conversation), ConversationText.Of(read));
        Assert.Empty(conversation.Losses);
        Assert.Equal(written, MessagesRequests.Write(read, model));
        Assert.Empty(read.Losses);
    }).Check(Many);
}
