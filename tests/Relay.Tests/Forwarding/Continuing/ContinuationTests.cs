using System.Text;
using Relay.Dialects.Conversations;
using Relay.Forwarding.Continuing;
using Relay.Routing.Providers;

namespace Relay.Tests.Forwarding.Continuing;

public sealed class ContinuationTests
{
    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", true)]
    [InlineData("anthropic", "claude-opus-4-20250514", true)]
    [InlineData("anthropic", "claude-3-5-haiku-latest", true)]
    [InlineData("anthropic", "claude-opus-4-6", false)]
    [InlineData("anthropic", "claude-sonnet-5", false)]
    [InlineData("mistral", "mistral-large-latest", true)]
    [InlineData("openai", "gpt-5.4", false)]
    [InlineData("google", "gemini-3-pro", false)]
    public void TheTextSoFar_IsTheModelsTurn_AndTheUserAsksForMoreWhereThatDoesNotDo(string provider, string model, bool isPrefill)
    {
        var conversation = Make();

        var asked = Continuation.Extend(conversation, "Once upon "u8, Endpoint(provider), model);

        // White space at the end is refused by some.
        var turn = conversation.Messages[1];
        Assert.Equal((Role.Assistant, "Once upon", isPrefill), (turn.Role, TextOf(turn), turn.IsPrefill));
        Assert.Equal((isPrefill ? 2 : 3, isPrefill ? 0 : 9), (conversation.Messages.Count, asked));
        if (isPrefill) return;
        Assert.Equal(Role.User, conversation.Messages[2].Role);
        Assert.EndsWith(":\n\nOnce upon", TextOf(conversation.Messages[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatIsToThink_IsAskedInWords()
    {
        Assert.NotEqual(0, Extend(new Reasoning { BudgetTokens = 1000 }));
        Assert.NotEqual(0, Extend(new Reasoning { Effort = "low" }));
        Assert.Equal(0, Extend(new Reasoning { Effort = "none" }));
        Assert.Equal(0, Extend(new Reasoning { BudgetTokens = 0 }));

        static int Extend(Reasoning reasoning)
        {
            var conversation = Make();
            conversation.Reasoning = reasoning;
            return Continuation.Extend(conversation, "Once upon"u8, Endpoint("anthropic"), "claude-sonnet-4-5");
        }
    }

    [Fact]
    public void WhatTheCallerHasTheModelBeginWith_IsPartOfTheTurn()
    {
        var conversation = Make();
        var own = new Message(Role.Assistant);
        own.Parts.Add(new TextPart("Once"));
        conversation.Messages.Add(own);

        Continuation.Extend(conversation, " upon"u8, Endpoint("anthropic"), "claude-sonnet-4-5");

        Assert.Equal(2, conversation.Messages.Count);
        Assert.Equal(("Once upon", true), (TextOf(conversation.Messages[1]), conversation.Messages[1].IsPrefill));
    }

    [Fact]
    public void OnlyTheEndIsToBeRepeated_FromTheStartOfAWord()
    {
        var conversation = Make();
        var text = string.Concat(Enumerable.Range(100, 100).Select(static number => $"word{number} "));

        var asked = Continuation.Extend(conversation, Encoding.UTF8.GetBytes(text), Endpoint("openai"), "gpt");

        var end = TextOf(conversation.Messages[2]).Split(":\n\n")[^1];
        Assert.Equal(end.Length, asked);
        Assert.InRange(asked, 32, 64);
        Assert.StartsWith("word", end, StringComparison.Ordinal);
        Assert.EndsWith(end + " ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutWords_TheEndIsCutBetweenCharacters()
    {
        var conversation = Make();
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 50));

        var asked = Continuation.Extend(conversation, Encoding.UTF8.GetBytes(text), Endpoint("openai"), "gpt");

        Assert.Equal(0, asked % 4);
        Assert.EndsWith("\n\n" + string.Concat(Enumerable.Repeat("😀", asked / 4)), TextOf(conversation.Messages[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(100L, 90L)]
    [InlineData(5L, 1L)]
    public void AsMuchIsAskedForAsIsLeft(long? most, long? left)
    {
        var conversation = Make();
        conversation.Sampling.MaxTokens = most;
        Continuation.Extend(conversation, Encoding.UTF8.GetBytes(new string('x', 40)), Endpoint("openai"), "gpt");
        Assert.Equal(left, conversation.Sampling.MaxTokens);
    }

    [Fact]
    public void WhiteSpaceAlone_IsNoTurn()
    {
        var conversation = Make();
        Assert.Equal(0, Continuation.Extend(conversation, "\n "u8, Endpoint("openai"), "gpt"));
        Assert.Equal([Role.User], conversation.Messages.Select(static message => message.Role));
    }

    private static Conversation Make()
    {
        var conversation = new Conversation { Model = "m", Stream = true };
        var user = new Message(Role.User);
        user.Parts.Add(new TextPart("Tell me a story."));
        conversation.Messages.Add(user);
        return conversation;
    }

    private static ProviderEndpoint Endpoint(string provider) => ProviderCatalogue.Default.Find(provider)!.Endpoints[0];

    private static string TextOf(Message message) => Assert.IsType<TextPart>(Assert.Single(message.Parts)).Text;
}
