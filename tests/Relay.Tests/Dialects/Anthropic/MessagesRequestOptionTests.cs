using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What callers of other dialects say, said to Anthropic: all but messages and tools.</summary>
public sealed class MessagesRequestOptionTests
{
    [Theory]
    [InlineData("claude-3-haiku-20240307", 4096)]
    [InlineData("claude-3-5-haiku-latest", 8192)]
    [InlineData("claude-3-7-sonnet-20250219", 32000)]
    [InlineData("claude-opus-4-20250514", 32000)]
    [InlineData("anthropic.claude-opus-4-6-v1:0", 32000)]
    [InlineData("claude-next", 32000)]
    [InlineData("deepseek-chat", 32000)]
    public void ALimitThatIsNotSaid_IsWhatEveryModelOfTheGenerationMakes(string model, long tokens) =>
        Assert.Equal(tokens, JsonElement.Parse(MessagesRequests.Write(MessagesRequests.Question(), model)).GetProperty("max_tokens").GetInt64());

    [Theory]
    // Models that choose by themselves how long to think.
    [InlineData("claude-opus-4-6", "low", null, null, """{"type":"adaptive"}""", """{"effort":"low"}""")]
    [InlineData("claude-opus-4-6", "minimal", null, true, """{"type":"adaptive","display":"summarized"}""", """{"effort":"low"}""")]
    [InlineData("claude-opus-4-6", "xhigh", null, null, """{"type":"adaptive"}""", """{"effort":"high"}""")]
    [InlineData("claude-opus-4-7", "xhigh", null, false, """{"type":"adaptive","display":"omitted"}""", """{"effort":"xhigh"}""")]
    [InlineData("claude-fable-5", "max", null, null, """{"type":"adaptive"}""", """{"effort":"max"}""")]
    [InlineData("claude-sonnet-4-6", null, 1024L, null, """{"type":"adaptive"}""", """{"effort":"low"}""")]
    [InlineData("claude-sonnet-4-6", null, 8192L, null, """{"type":"adaptive"}""", """{"effort":"medium"}""")]
    [InlineData("claude-sonnet-4-6", null, 24576L, null, """{"type":"adaptive"}""", """{"effort":"high"}""")]
    [InlineData("claude-sonnet-4-6", null, -1L, null, """{"type":"adaptive"}""", null)]
    [InlineData("claude-sonnet-4-6", "none", null, null, """{"type":"disabled"}""", null)]
    [InlineData("claude-opus-4-7", "none", null, null, null, null)]
    // Models that think by budget.
    [InlineData("claude-sonnet-4-5", "minimal", null, null, """{"type":"enabled","budget_tokens":1024}""", null)]
    [InlineData("claude-sonnet-4-5", "medium", null, true, """{"type":"enabled","budget_tokens":8192}""", null)]
    [InlineData("claude-sonnet-4-5", "max", null, null, """{"type":"enabled","budget_tokens":24576}""", null)]
    [InlineData("claude-sonnet-4-5", null, 100L, null, """{"type":"enabled","budget_tokens":1024}""", null)]
    [InlineData("claude-sonnet-4-5", null, 100_000L, null, """{"type":"enabled","budget_tokens":31999}""", null)]
    [InlineData("claude-sonnet-4-5", null, -1L, null, """{"type":"enabled","budget_tokens":8192}""", null)]
    [InlineData("claude-opus-4-5@20251101", "max", null, false, """{"type":"enabled","budget_tokens":24576,"display":"omitted"}""", """{"effort":"high"}""")]
    [InlineData("claude-3-7-sonnet-20250219", null, 0L, null, """{"type":"disabled"}""", null)]
    [InlineData("kimi-k2", "low", null, null, """{"type":"enabled","budget_tokens":1024}""", null)]
    // Models that do not think.
    [InlineData("claude-3-5-sonnet-20241022", "none", null, null, null, null)]
    public void Reasoning(string model, string? effort, long? budget, bool? show, string? thinking, string? output)
    {
        var conversation = MessagesRequests.Question();
        conversation.Reasoning = new Reasoning { Effort = effort, BudgetTokens = budget, Show = show };
        var body = JsonElement.Parse(MessagesRequests.Write(conversation, model));
        Assert.Equal(thinking, body.TryGetProperty("thinking", out var said) ? said.GetRawText() : null);
        Assert.Equal(output, body.TryGetProperty("output_config", out var config) ? config.GetRawText() : null);
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void ReasoningThatTheProviderRefuses_IsALoss()
    {
        var old = MessagesRequests.Question();
        old.Reasoning = new Reasoning { Effort = "high" };
        AssertNoThinking(old, "claude-3-5-sonnet-20241022");

        var small = MessagesRequests.Question();
        small.Reasoning = new Reasoning { Effort = "high" };
        small.Sampling.MaxTokens = 1024;
        AssertNoThinking(small, "claude-sonnet-4-5");

        var forced = MessagesRequests.Question();
        forced.Reasoning = new Reasoning { Effort = "high" };
        forced.Tools.Add(new Tool(ToolKind.Function, "f"));
        forced.ToolChoice = new ToolChoice(ToolChoiceKind.Required);
        AssertNoThinking(forced, "claude-sonnet-4-5");

        // Amidst calls whose thoughts the caller's dialect does not carry.
        var amidst = MessagesRequests.Of(
            (Role.User, [new TextPart("Hi")]), (Role.Assistant, [new ToolCallPart("t", "f", "{}")]), (Role.User, [new ToolResultPart("t", [])]));
        amidst.Reasoning = new Reasoning { Effort = "high" };
        AssertNoThinking(amidst, "claude-sonnet-4-5");

        amidst.Losses.Clear();
        Assert.Contains("\"adaptive\"", MessagesRequests.Write(amidst, "claude-opus-4-6"), StringComparison.Ordinal);
        amidst.Messages.Add(new Message(Role.User) { Parts = { new TextPart("Next") } });
        Assert.Contains("\"enabled\"", MessagesRequests.Write(amidst, "claude-sonnet-4-5"), StringComparison.Ordinal);
        Assert.Empty(amidst.Losses);
    }

    [Theory]
    [InlineData("claude-3-5-haiku-latest", false, "\"temperature\":1,\"top_p\":0.9,\"top_k\":7", "temperature")]
    [InlineData("claude-sonnet-4-5", false, "\"temperature\":1,\"top_k\":7", "temperature top_p")]
    [InlineData("claude-sonnet-4-5", true, "", "temperature top_p top_k")]
    [InlineData("claude-opus-4-7", false, "", "temperature top_p top_k")]
    [InlineData("glm-5", false, "\"temperature\":1,\"top_p\":0.9,\"top_k\":7", "temperature")]
    public void Sampling(string model, bool thinks, string said, string losses)
    {
        var conversation = MessagesRequests.Question();
        (conversation.Sampling.Temperature, conversation.Sampling.TopP, conversation.Sampling.TopK) = (1.5, 0.9, 7);
        if (thinks) conversation.Reasoning = new Reasoning { Effort = "low" };
        var body = MessagesRequests.Write(conversation, model);
        Assert.Equal(said.Length > 0, body.Contains("\"t", StringComparison.Ordinal) && body.Contains("top_k", StringComparison.Ordinal));
        Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Equal(losses.Split(' '), MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void WhatItCannotSay_IsALoss()
    {
        var conversation = MessagesRequests.Question();
        var sampling = conversation.Sampling;
        (sampling.Seed, sampling.FrequencyPenalty, sampling.PresencePenalty) = (1, 0.5, 0.5);
        (sampling.Logprobs, sampling.TopLogprobs, sampling.Stop) = (true, 3, ["\n", "END"]);
        (conversation.Verbosity, conversation.ServiceTier) = ("low", "flex");
        conversation.Metadata = MessagesRequests.Raw("{\"a\":\"b\"}");
        conversation.Output = new OutputFormat();
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":32000,"messages":[{"role":"user","content":"Hi"}],"stop_sequences":["END"]}""",
            MessagesRequests.Write(conversation));
        Assert.Equal(
            ["response_format", "stop!", "seed", "frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "service_tier", "metadata", "verbosity"],
            MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void ASchema_IsMadeFit()
    {
        var conversation = MessagesRequests.Question();
        conversation.Output = new OutputFormat
        {
            Name = "answer",
            Schema = MessagesRequests.Raw(
                """{"$defs":{"n":{"type":"number","minimum":0,"description":"minimum"}},"type":"object","properties":{"minimum":{"$ref":"#/$defs/n"},"b":{"type":"array","minItems":2,"maxItems":3,"items":{"type":"object","properties":{},"additionalProperties":true}},"c":{"anyOf":[{"type":"string","minLength":1,"enum":["minLength"]},{"type":"null"}]},"d":{"type":"array","minItems":1,"items":true}},"required":["minimum"]}"""),
        };
        Assert.EndsWith(
            """"
            "output_config":{"format":{"type":"json_schema","schema":{"$defs":{"n":{"type":"number","description":"minimum"}},"type":"object","properties":{"minimum":{"$ref":"#/$defs/n"},"b":{"type":"array","items":{"type":"object","properties":{},"additionalProperties":false}},"c":{"anyOf":[{"type":"string","enum":["minLength"]},{"type":"null"}]},"d":{"type":"array","minItems":1,"items":true}},"required":["minimum"],"additionalProperties":false}}}}
            """",
            MessagesRequests.Write(conversation),
            StringComparison.Ordinal);
        Assert.Equal(["response_format.schema"], MessagesRequests.Losses(conversation));
    }

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", true)]
    [InlineData("""{"type":"object"}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"anyOf":[{"type":"object","additionalProperties":true}]}}},"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":{"type":"string"}}""", false)]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string","maxLength":3}}}""", false)]
    public void WhatASchemaLoses_IsSaid_AndAMapIsRefused(string schema, bool isRefused)
    {
        var conversation = MessagesRequests.Question();
        conversation.Output = new OutputFormat { Schema = MessagesRequests.Raw(schema) };
        MessagesRequests.Write(conversation);
        Assert.Equal([isRefused ? new("response_format", true) : new Loss("response_format.schema", false)], conversation.Losses);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"additionalProperties":{"type":"boolean"},"maxLength":{"const":{"maxLength":1}}},"required":[]}""")]
    [InlineData("""{"type":"array","items":{"type":"string","enum":["minLength"]},"minItems":1}""")]
    public void ASchemaThatFits_LosesNothing(string schema)
    {
        var conversation = MessagesRequests.Question();
        conversation.Output = new OutputFormat { Schema = MessagesRequests.Raw(schema) };
        MessagesRequests.Write(conversation);
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void ASchemaForAModelThatTakesNone_IsALoss()
    {
        var conversation = MessagesRequests.Question();
        conversation.Output = new OutputFormat { Schema = MessagesRequests.Raw("{}") };
        Assert.DoesNotContain("output_config", MessagesRequests.Write(conversation, "claude-3-7-sonnet-20250219"), StringComparison.Ordinal);
        Assert.Equal(["response_format!"], MessagesRequests.Losses(conversation));
    }

    private static void AssertNoThinking(Conversation conversation, string model)
    {
        Assert.DoesNotContain("\"thinking\"", MessagesRequests.Write(conversation, model), StringComparison.Ordinal);
        Assert.Equal(["reasoning"], MessagesRequests.Losses(conversation));
    }
}
