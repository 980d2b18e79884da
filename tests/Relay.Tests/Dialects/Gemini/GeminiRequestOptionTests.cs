using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Gemini;

/// <summary>What callers of other dialects say, said to Gemini: tools and all that is no message.</summary>
public sealed class GeminiRequestOptionTests
{
    [Fact]
    public void Tools_KeepTheirOrderAndSchemas()
    {
        var conversation = GeminiRequests.Question();
        conversation.Tools.AddRange(
        [
            new(ToolKind.Function, "zeta") { Description = "Z", Parameters = GeminiRequests.Raw("{\n \"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"additionalProperties\":false,\"uniqueItems\":true}"), Strict = true, Path = "tools[0]" },
            new(ToolKind.WebSearch, "web_search") { Path = "tools[1]" },
            new(ToolKind.Function, "wait") { Namespace = "clock", Strict = false, Path = "tools[2]" },
            new(ToolKind.Custom, "apply_patch") { Description = "Patch.", Format = GeminiRequests.Raw("""{"type":"grammar"}"""), Cache = new(null), Path = "tools[3]" },
        ]);
        conversation.ToolChoice = new(ToolChoiceKind.Named, "wait");
        conversation.ParallelToolCalls = false;
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"zeta","description":"Z","parametersJsonSchema":{  "type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"additionalProperties":false,"uniqueItems":true}},{"name":"clock.wait"},{"name":"apply_patch","description":"Patch.\n\nThe input is text of this format: {\"type\":\"grammar\"}","parametersJsonSchema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["clock.wait"]}}}""",
            GeminiRequests.Write(conversation));
        Assert.Equal(
            ["tools[0].strict", "tools[3].format", "tools[3].cache_control", "tools[1]", "parallel_tool_calls"],
            GeminiRequests.Losses(conversation));
    }

    [Fact]
    public void TheSearchOfTheWeb_IsNoFunctionToChoose()
    {
        var conversation = GeminiRequests.Question();
        conversation.Tools.AddRange([new Tool(ToolKind.Function, "f"), new Tool(ToolKind.WebSearch, "web_search") { Path = "tools[1]" }]);
        conversation.ToolChoice = new(ToolChoiceKind.Auto) { Allowed = ["f", "web_search"] };

        Assert.Contains("\"allowedFunctionNames\":[\"f\"]", GeminiRequests.Write(conversation), StringComparison.Ordinal);
        conversation.Losses.Clear();
        conversation.ToolChoice = new(ToolChoiceKind.Named, "web_search");
        Assert.DoesNotContain("toolConfig", GeminiRequests.Write(conversation), StringComparison.Ordinal);
        Assert.Equal(["tools[1]", "tool_choice!"], GeminiRequests.Losses(conversation));
    }

    [Theory]
    [InlineData(ToolChoiceKind.Auto, "")]
    [InlineData(ToolChoiceKind.None, "")]
    [InlineData(ToolChoiceKind.Required, "tool_choice!")]
    [InlineData(ToolChoiceKind.Named, "tool_choice!")]
    internal void AChoiceAmongNoFunctions_IsNotWritten(ToolChoiceKind kind, string losses)
    {
        var conversation = GeminiRequests.Question();
        conversation.Tools.Add(new(ToolKind.WebSearch, "web_search"));
        conversation.ToolChoice = new(kind, "web_search");
        Assert.Equal(
            """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"googleSearch":{}}]}""", GeminiRequests.Write(conversation));
        Assert.Equal(losses, string.Join(',', GeminiRequests.Losses(conversation)));
    }

    [Theory]
    [InlineData("gemini-3.5-flash", "none", null, """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-3.5-flash", "minimal", null, """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-3.5-pro", "none", null, """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3.5-pro", "low", null, """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3.5-pro", "medium", null, """{"thinkingLevel":"medium"}""")]
    [InlineData("gemini-3.5-pro", "xhigh", null, """{"thinkingLevel":"high"}""")]
    [InlineData("gemini-3.5-pro", "max", 9000L, """{"thinkingLevel":"high"}""")]
    [InlineData("gemini-3.5-pro", null, 9000L, """{"thinkingBudget":9000}""")]
    [InlineData("gemini-2.5-flash", "none", null, """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-pro", "none", null, """{"thinkingBudget":128}""")]
    [InlineData("gemini-2.5-flash", "low", null, """{"thinkingBudget":1024}""")]
    [InlineData("gemini-2.5-flash", "medium", null, """{"thinkingBudget":8192}""")]
    [InlineData("gemini-2.5-flash", "max", null, """{"thinkingBudget":24576}""")]
    [InlineData("gemini-2.5-flash", "high", 31999L, """{"thinkingBudget":24576}""")]
    [InlineData("gemini-2.5-flash", null, -1L, """{"thinkingBudget":-1}""")]
    public void Reasoning_IsALevelOrABudget(string model, string? effort, long? budget, string config)
    {
        var conversation = GeminiRequests.Question();
        conversation.Reasoning = new() { Effort = effort, BudgetTokens = budget };
        Assert.EndsWith("""
            "generationConfig":{"thinkingConfig":
            """ + config + "}}", GeminiRequests.Write(conversation, model), StringComparison.Ordinal);
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void ASummary_ShowsThoughts_AndSayingNothingWritesNothing()
    {
        var conversation = GeminiRequests.Question();
        conversation.Reasoning = new() { Summary = "auto" };
        Assert.EndsWith("""{"thinkingConfig":{"includeThoughts":true}}}""", GeminiRequests.Write(conversation), StringComparison.Ordinal);
        conversation.Reasoning = new();
        Assert.DoesNotContain("generationConfig", GeminiRequests.Write(conversation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemini-2.0-flash", "high", "reasoning")]
    [InlineData("gemma-3-27b", "high", "reasoning")]
    [InlineData("gemini-2.0-flash", "none", "")]
    public void AModelThatCannotBeToldToThink_IsNot(string model, string effort, string losses)
    {
        var conversation = GeminiRequests.Question();
        conversation.Reasoning = new() { Effort = effort };
        Assert.DoesNotContain("thinkingConfig", GeminiRequests.Write(conversation, model), StringComparison.Ordinal);
        Assert.Equal(losses, string.Join(',', GeminiRequests.Losses(conversation)));
    }

    [Fact]
    public void WhatGeminiHasNoFieldFor_IsListed()
    {
        var conversation = GeminiRequests.Of((Role.User, [new TextPart("Hi") { Cache = new("1h"), Path = "messages[0].content[0]" }]));
        conversation.Messages.Add(new Message(Role.Assistant) { Name = "bob", Parts = { new TextPart("Ho") { Path = "messages[1].content" } } });
        conversation.Metadata = GeminiRequests.Raw("{}");
        conversation.EndUser = "u";
        conversation.CacheKey = "k";
        conversation.Verbosity = "low";
        conversation.ServiceTier = "batch";
        conversation.Sampling.Seed = long.MaxValue;
        conversation.Sampling.Stop = ["1", "2", "3", "4", "5", "6"];
        Assert.EndsWith("""
            "generationConfig":{"stopSequences":["1","2","3","4","5"]}}
            """, GeminiRequests.Write(conversation), StringComparison.Ordinal);
        Assert.Equal(
            ["messages[0].content[0].cache_control", "messages[1].content.name", "stop!", "seed", "service_tier", "metadata", "user", "prompt_cache_key", "verbosity"],
            GeminiRequests.Losses(conversation));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("default")]
    public void ADefaultTier_NeedsNoWord(string tier)
    {
        var conversation = GeminiRequests.Question();
        conversation.ServiceTier = tier;
        Assert.False(JsonElement.Parse(GeminiRequests.Write(conversation)).TryGetProperty("serviceTier", out _));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void AnOutputSchema_IsJsonSchemaAsItIs()
    {
        var conversation = GeminiRequests.Question();
        conversation.Output = new() { Name = "n", Strict = true, Schema = GeminiRequests.Raw("""{"$defs":{"a":{}},"$ref":"#/$defs/a","additionalProperties":false}""") };
        Assert.EndsWith(
            """{"responseMimeType":"application/json","responseJsonSchema":{"$defs":{"a":{}},"$ref":"#/$defs/a","additionalProperties":false}}}""",
            GeminiRequests.Write(conversation),
            StringComparison.Ordinal);
    }
}
