using System.Text;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What callers say beside their input.</summary>
public sealed class ResponsesRequestOptionTests
{
    [Fact]
    public void Tools_AreRead_InNamespacesToo()
    {
        var tools = ResponsesRequests.ReadWith("""
            "tools":[{"type":"function","name":"f","description":"d","parameters":null,"strict":null},{"tools":[{"type":"custom","name":"exec","format":{"type":"text"}}],"name":"functions","type":"namespace"},
             {"type":"web_search_2025_08_26","external_web_access":true},{"type":"web_search_preview_2025_03_11"},{"type":"local_shell"}]
            """).Tools;

        Assert.Equal(
            [
                (ToolKind.Function, null, "f", "tools[0]"), (ToolKind.Custom, "functions", "exec", "tools[1].tools[0]"),
                (ToolKind.WebSearch, null, "web_search", "tools[2]"), (ToolKind.WebSearch, null, "web_search", "tools[3]"),
                (ToolKind.Function, null, "local_shell", "tools[4]"),
            ],
            tools.Select(tool => (tool.Kind, tool.Namespace, tool.Name, tool.Path)));
        Assert.Equal(("d", (bool?)null, true), (tools[0].Description, tools[0].Strict, tools[0].Parameters.IsEmpty));
        Assert.Equal("""{"type":"text"}""", Encoding.UTF8.GetString(tools[1].Format.Span));
    }

    // Requirement 9 of clients.
    [Fact]
    public void ToolsInTheInput_StandBehindTheOthers_AndOnce()
    {
        var conversation = ResponsesRequests.ReadWith("""
            "input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"b"},{"type":"function","name":"a"}]},
             {"type":"message","role":"user","content":"Hi"},{"type":"tool_search_call","call_id":"c","arguments":{}},
             {"type":"tool_search_output","call_id":"c","execution":"client","status":"completed","tools":[{"type":"function","name":"b"},{"type":"function","name":"c"}]}],"tools":[{"type":"function","name":"a"}]
            """);

        Assert.Equal(
            ["tools[0] a", "input[0].tools[0] b", "input[3].tools[1] c"], conversation.Tools.Select(tool => $"{tool.Path} {tool.Name}"));
        Assert.Equal(["input[2]"], ResponsesRequests.Losses(conversation));
        Assert.Single(conversation.Messages);
    }

    [Theory]
    [InlineData("\"auto\"", nameof(ToolChoiceKind.Auto), null)]
    [InlineData("\"none\"", nameof(ToolChoiceKind.None), null)]
    [InlineData("\"required\"", nameof(ToolChoiceKind.Required), null)]
    [InlineData("""{"type":"function","name":"f"}""", nameof(ToolChoiceKind.Named), "f")]
    [InlineData("""{"name":"f","type":"custom"}""", nameof(ToolChoiceKind.Named), "f")]
    [InlineData("""{"type":"local_shell"}""", nameof(ToolChoiceKind.Named), "local_shell")]
    [InlineData("""{"type":"web_search_preview"}""", nameof(ToolChoiceKind.Named), "web_search")]
    public void AToolChoice_HasManyForms(string choice, string kind, string? name) =>
        Assert.Equal(new ToolChoice(Enum.Parse<ToolChoiceKind>(kind), name), ResponsesRequests.ReadWith("\"tool_choice\":" + choice).ToolChoice);

    [Fact]
    public void AllowedTools_AreAList()
    {
        var conversation = ResponsesRequests.ReadWith("""
            "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"custom","name":"g"},{"type":"web_search"},{"type":"mcp","server_label":"s"}]}
            """);

        Assert.Equal(ToolChoiceKind.Required, conversation.ToolChoice!.Kind);
        Assert.Equal(["f", "g", "web_search"], conversation.ToolChoice.Allowed!);
        Assert.Equal(["tool_choice.tools[3]"], ResponsesRequests.Losses(conversation));
    }

    [Theory]
    [InlineData("""{"effort":"high","summary":"auto"}""", "high", "auto")]
    [InlineData("""{"effort":"none"}""", "none", null)]
    [InlineData("""{"generate_summary":"concise"}""", null, "concise")]
    [InlineData("""{"summary":"detailed","generate_summary":"concise"}""", null, "detailed")]
    public void Reasoning_IsRead(string reasoning, string? effort, string? summary) => Assert.Equal(
        new Reasoning { Effort = effort, Summary = summary }, ResponsesRequests.ReadWith("\"reasoning\":" + reasoning).Reasoning);

    [Fact]
    public void ReasoningThatSaysNothing_IsNone() =>
        Assert.Null(ResponsesRequests.ReadWith("""  "reasoning":{"effort":null,"summary":null}  """).Reasoning);

    [Fact]
    public void TheUser_IsTheSaferName() =>
        Assert.Equal("s", ResponsesRequests.ReadWith("""  "safety_identifier":"s","user":"u"  """).EndUser);

    [Theory]
    [InlineData("""  "top_logprobs":5  """, null, null)]
    [InlineData("""  "top_logprobs":5,"include":["message.output_text.logprobs"]  """, true, 5L)]
    [InlineData("""  "include":["message.output_text.logprobs"]  """, true, null)]
    public void Logprobs_ComeWhenTheyAreIncluded(string members, bool? logprobs, long? top)
    {
        var sampling = ResponsesRequests.ReadWith(members).Sampling;

        Assert.Equal((logprobs, top), (sampling.Logprobs, sampling.TopLogprobs));
    }

    [Theory]
    // What the provider keeps, or kept: the caller is told which field it is.
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id!")]
    [InlineData("\"conversation\":\"conv_1\"", "conversation!")]
    [InlineData("\"conversation\":{\"id\":\"conv_1\"}", "conversation!")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\",\"variables\":{}}", "prompt!")]
    [InlineData("\"background\":true", "background!")]
    [InlineData("\"instructions\":[{\"role\":\"system\",\"content\":\"x\"}]", "instructions!")]
    [InlineData("\"store\":true,\"truncation\":\"auto\",\"max_tool_calls\":5", "store truncation max_tool_calls")]
    [InlineData("\"client_metadata\":{\"session_id\":\"s\"},\"context_management\":[{\"type\":\"compaction\"}],\"we ird\":1,\"unknown\":null", "client_metadata context_management *")]
    [InlineData("\"include\":[\"reasoning.encrypted_content\",\"file_search_call.results\",\"web_search_call.action.sources\"]", "include[1] include[2]")]
    [InlineData("\"stream_options\":{\"include_obfuscation\":false,\"x\":1},\"reasoning\":{\"context\":\"auto\"},\"text\":{\"x\":1}", "stream_options.x reasoning.context text.x")]
    [InlineData("\"text\":{\"format\":{\"type\":\"grammar\"}}", "text.format!")]
    // Tools that only their provider runs, and a choice that insists on one.
    [InlineData("\"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[\"v\"]},{\"type\":\"code_interpreter\",\"container\":{}},{\"type\":\"mystery\",\"name\":\"m\"}]", "tools[0] tools[1] tools[2]")]
    [InlineData("\"tools\":[{\"type\":\"image_generation\"}],\"tool_choice\":{\"type\":\"image_generation\"}", "tools[0] tool_choice!")]
    [InlineData("\"tool_choice\":\"whatever\"", "tool_choice!")]
    [InlineData("\"tools\":[{\"type\":\"web_search\",\"filters\":{\"allowed_domains\":[]},\"user_location\":null,\"x\":1},{\"type\":\"function\",\"name\":\"f\",\"defer_loading\":true}]", "tools[0].x tools[1].defer_loading")]
    [InlineData("\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"description\":\"d\",\"tools\":[{\"type\":\"namespace\",\"name\":\"m\",\"tools\":[]}]}]", "tools[0].description tools[0].tools[0]")]
    public void WhatHasNoPlace_IsListed(string members, string losses) =>
        Assert.Equal(losses.Split(' '), ResponsesRequests.Losses(ResponsesRequests.ReadWith(members)));

    [Fact]
    public void WhatTheProviderKept_IsNamed_ThoughThereIsNoInput()
    {
        Assert.Equal(["prompt!"], ResponsesRequests.Losses(ResponsesRequests.Read("""{"prompt":{"id":"pmpt_1"}}""")));
        Assert.Equal(["previous_response_id!"], ResponsesRequests.Losses(ResponsesRequests.Read("""{"previous_response_id":"resp_1","input":[]}""")));
    }
}
