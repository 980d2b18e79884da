using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>OpenAI refuses of one kind of model what it takes of the other.</summary>
public sealed class ResponsesOptionsWriterTests
{
    private const string Sealed = ",\"include\":[\"reasoning.encrypted_content\"]";

    [Theory]
    [InlineData("gpt-5.2", "high", null, "\"reasoning\":{\"effort\":\"high\"}" + Sealed)]
    [InlineData("o3", null, 0L, "\"reasoning\":{\"effort\":\"none\"}")]
    [InlineData("o4-mini", null, 1024L, "\"reasoning\":{\"effort\":\"low\"}" + Sealed)]
    [InlineData("gpt-5", null, 8192L, "\"reasoning\":{\"effort\":\"medium\"}" + Sealed)]
    [InlineData("openai/gpt-5", null, 32000L, "\"reasoning\":{\"effort\":\"high\"}" + Sealed)]
    [InlineData("my-deployment", null, -1L, "\"reasoning\":{\"effort\":\"medium\"}" + Sealed)]
    [InlineData("gpt-10-mini", "max", null, "\"reasoning\":{\"effort\":\"xhigh\"}" + Sealed)]
    [InlineData("gpt-5.2", "none", null, "\"reasoning\":{\"effort\":\"none\"}")]
    public void ABudget_BecomesAnEffort(string model, string? effort, long? budget, string expected)
    {
        var conversation = ResponsesRequests.Question();
        conversation.Reasoning = new Reasoning { Effort = effort, BudgetTokens = budget };

        Assert.Equal(expected + ",\"store\":false", ResponsesRequests.WriteRest(conversation, model));
        Assert.Empty(conversation.Losses);
    }

    [Theory]
    [InlineData(null, true, "\"summary\":\"auto\"")]
    [InlineData("detailed", null, "\"summary\":\"detailed\"")]
    public void ThoughtsThatAreToBeShown_AreSummedUp(string? summary, bool? show, string expected)
    {
        var conversation = ResponsesRequests.Question();
        conversation.Reasoning = new Reasoning { Show = show, Summary = summary };

        Assert.Equal($"\"reasoning\":{{{expected}}}{Sealed},\"store\":false", ResponsesRequests.WriteRest(conversation));
    }

    [Theory]
    [InlineData("gpt-4.1")]
    [InlineData("gpt-4o-mini")]
    [InlineData("ft:gpt-4o:org::id")]
    [InlineData("gpt-3.5-turbo")]
    [InlineData("chatgpt-4o-latest")]
    [InlineData("gpt-5-chat-latest")]
    public void AModelThatDoesNotReason_IsNotAskedTo(string model)
    {
        var conversation = ResponsesRequests.Question();
        conversation.Reasoning = new Reasoning { Effort = "high", Summary = "auto" };
        conversation.Sampling.Temperature = 0.5;

        Assert.Equal("\"temperature\":0.5,\"store\":false", ResponsesRequests.WriteRest(conversation, model));
        Assert.Equal(["reasoning"], ResponsesRequests.Losses(conversation));
    }

    [Fact]
    public void AModelThatReasons_ChoosesItsTokensItself()
    {
        var conversation = ResponsesRequests.Question();
        conversation.Sampling.Temperature = 0.5;
        conversation.Sampling.TopP = 1;
        conversation.Sampling.Logprobs = true;
        conversation.Sampling.TopLogprobs = 2;

        Assert.Equal(Sealed[1..] + ",\"store\":false", ResponsesRequests.WriteRest(conversation, "gpt-5.2"));
        Assert.Equal(["temperature", "logprobs"], ResponsesRequests.Losses(conversation));

        conversation.Losses.Clear();
        conversation.Reasoning = new Reasoning { Effort = "none" };
        Assert.Equal(
            "\"temperature\":0.5,\"top_p\":1,\"top_logprobs\":2,\"reasoning\":{\"effort\":\"none\"},\"include\":[\"message.output_text.logprobs\"],\"store\":false",
            ResponsesRequests.WriteRest(conversation, "gpt-5.2"));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void AModelThatSealedThoughtsBefore_IsAskedForThem()
    {
        var conversation = ResponsesRequests.Question();
        Assert.Equal("\"store\":false", ResponsesRequests.WriteRest(conversation));

        conversation.Messages.Add(new Message(Role.Assistant)
        {
            Parts = { new ReasoningPart("") { Signature = new Signature(Dialect.OpenAIResponses, "gAAA") }, new TextPart("a") },
        });
        Assert.EndsWith(Sealed + ",\"store\":false}", ResponsesRequests.Write(conversation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standard_only", "default")]
    [InlineData("standard", "default")]
    [InlineData("priority", "priority")]
    public void TheServiceTier_HasWordsOfOthersToo(string tier, string expected)
    {
        var conversation = ResponsesRequests.Question();
        conversation.ServiceTier = tier;

        Assert.Equal($"\"service_tier\":\"{expected}\",\"store\":false", ResponsesRequests.WriteRest(conversation));
    }

    [Fact]
    public void LongKeys_AreMadeToFit_TheSameEachTime()
    {
        var conversation = ResponsesRequests.Question();
        conversation.CacheKey = new string('k', 65);
        conversation.EndUser = new string('u', 64) + "ü";
        var written = ResponsesRequests.WriteRest(conversation);

        Assert.Matches("^\"prompt_cache_key\":\"[0-9a-f]{64}\",\"user\":\"[0-9a-f]{64}\",\"store\":false$", written);
        Assert.Equal(written, ResponsesRequests.WriteRest(conversation));
    }
}
