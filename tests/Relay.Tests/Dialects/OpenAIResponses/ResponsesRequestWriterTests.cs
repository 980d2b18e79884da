using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What other dialects' callers say becomes what a provider of Responses takes.</summary>
public sealed class ResponsesRequestWriterTests
{
    private static readonly ToolCallPart Call = new("c1", "f", "{}") { Path = "call" };

    [Fact]
    public void PartsOfATurn_AreItems_InTheirOrder()
    {
        var conversation = ResponsesRequests.Of(
            (Role.User, [new TextPart("q")]),
            (Role.Assistant, [new TextPart("one"), Call, new TextPart("two"), new RefusalPart("no"), new ToolCallPart("c2", "g", "")]),
            (Role.System, [new TextPart("note")]),
            (Role.User, [new TextPart("also"), new ToolResultPart("c2", [new TextPart("r2")]), new ToolResultPart("c1", [])]));

        Assert.Equal(
            """[{"type":"message","role":"user","content":"q"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"one"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"two"},{"type":"refusal","refusal":"no"}]},{"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},{"type":"message","role":"system","content":"note"},{"type":"message","role":"user","content":"also"},{"type":"function_call_output","call_id":"c2","output":"r2"},{"type":"function_call_output","call_id":"c1","output":""}]""",
            ResponsesRequests.WriteInput(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void TheLeadingSystem_IsTheInstructions_UnlessItIsAllOrMoreThanAText()
    {
        Assert.Contains(
            "\"instructions\":\"s\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"q\"}]",
            ResponsesRequests.Write(ResponsesRequests.Of((Role.System, [new TextPart("s")]), (Role.User, [new TextPart("q")]))),
            StringComparison.Ordinal);
        Assert.Equal(
            """[{"type":"message","role":"system","content":"s"}]""", ResponsesRequests.WriteInput(ResponsesRequests.Of((Role.System, [new TextPart("s")]))));
        Assert.Equal(
            """[{"type":"message","role":"system","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]},{"type":"message","role":"user","content":"q"}]""",
            ResponsesRequests.WriteInput(ResponsesRequests.Of((Role.System, [new TextPart("a"), new TextPart("b")]), (Role.User, [new TextPart("q")]))));
    }

    [Fact]
    public void ImagesOfAResult_StayInIt()
    {
        var image = new ImagePart(new MediaSource { Base64 = "/9j/"u8.ToArray() }, null);
        var conversation = ResponsesRequests.Of(
            (Role.Assistant, [Call]), (Role.User, [new ToolResultPart("c1", [image, new TextPart("t")]) { IsError = true, Path = "r" }]));

        Assert.EndsWith(
            """{"type":"function_call_output","call_id":"c1","output":[{"type":"input_image","image_url":"data:image/jpeg;base64,/9j/"},{"type":"input_text","text":"t"}]}]""",
            ResponsesRequests.WriteInput(conversation), StringComparison.Ordinal);
        Assert.Equal([new Loss("r.is_error", false)], conversation.Losses);
    }

    [Fact]
    public void PicturesOfTheModels_AreShownByTheUser()
    {
        var image = new ImagePart(new MediaSource { Base64 = "iVBOR"u8.ToArray() }, null);

        Assert.Equal(
            """[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Here."}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"Made by the assistant before:"},{"type":"input_image","image_url":"data:image/png;base64,iVBOR"}]}]""",
            ResponsesRequests.WriteInput(ResponsesRequests.Of((Role.Assistant, [new TextPart("Here."), image]))));
    }

    [Fact]
    public void OnlyItsOwnSealedThoughts_GoBack_AndOnlyBeforeWhatTheyLedTo()
    {
        var own = new Signature(Dialect.OpenAIResponses, "gAAA");
        var foreign = new Signature(Dialect.Anthropic, "sig");
        var conversation = ResponsesRequests.Of(
            (Role.Assistant,
            [
                new ReasoningPart("plain") { Path = "a" }, new ReasoningPart("hm") { Signature = foreign, Path = "b" }, new ReasoningPart("so") { Signature = own, Path = "c" },
                new TextPart("t") { Signature = foreign, Path = "d" }, Call with { Signature = foreign }, new ReasoningPart("last") { Signature = own, Path = "e" },
            ]),
            (Role.User, [new TextPart("q")]),
            (Role.Assistant, [new ReasoningPart("") { Signature = own, Path = "f" }]));

        Assert.Equal(
            """[{"type":"reasoning","summary":[{"type":"summary_text","text":"so"}],"encrypted_content":"gAAA"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"t"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"message","role":"user","content":"q"}]""",
            ResponsesRequests.WriteInput(conversation));
        Assert.Equal(["a", "b", "d.signature", "call.signature", "e", "f"], ResponsesRequests.Losses(conversation));
    }

    [Fact]
    public void ResultsOfCustomTools_AreKnownByTheirCalls() => Assert.Equal(
        """[{"type":"custom_tool_call","call_id":"c1","name":"f","input":""},{"type":"custom_tool_call_output","call_id":"c1","output":"r"},{"type":"custom_tool_call_output","call_id":"c0","output":"r"}]""",
        ResponsesRequests.WriteInput(ResponsesRequests.Of(
            (Role.Assistant, [Call with { IsCustom = true, Arguments = "" }]),
            (Role.User, [new ToolResultPart("c1", [new TextPart("r")]), new ToolResultPart("c0", [new TextPart("r")]) { IsCustom = true }]))));

    [Fact]
    public void NamesAndIds_AreMadeToFit_AndFoundAgain()
    {
        var id = new string('x', 65);
        var conversation = ResponsesRequests.Of((Role.Assistant, [new ToolCallPart(id, "run.it", "{}")]), (Role.User, [new ToolResultPart(id, [new TextPart("r")])]));
        conversation.Tools.Add(new Tool(ToolKind.Function, "run.it") { Parameters = ResponsesRequests.Raw("{}") });
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Named, "run.it");
        var fit = ResponsesToolNames.ToWireId(id);

        Assert.Equal(37, fit.Length);
        Assert.Equal(
            $$$"""{"model":"target","input":[{"type":"function_call","call_id":"{{{fit}}}","name":"run_it","arguments":"{}"},{"type":"function_call_output","call_id":"{{{fit}}}","output":"r"}],"tools":[{"type":"function","name":"run_it","parameters":{},"strict":false}],"tool_choice":{"type":"function","name":"run_it"},"store":false}""",
            ResponsesRequests.Write(conversation));
        Assert.Equal("run.it", new ResponsesToolNames(conversation.Tools).Find(null, "run_it")?.Name);
        Assert.Null(new ResponsesToolNames(conversation.Tools).Find("other", "run_it"));
        Assert.Equal((new string('y', 64), "_"), (ResponsesToolNames.ToWire("x" + new string('y', 64)), ResponsesToolNames.ToWire("")));
    }

    [Fact]
    public void ANamespace_IsOneTool()
    {
        var conversation = ResponsesRequests.Question();
        conversation.Tools.Add(new Tool(ToolKind.Custom, "exec") { Namespace = "fs" });
        conversation.Tools.Add(new Tool(ToolKind.WebSearch, "web_search"));
        conversation.Tools.Add(new Tool(ToolKind.Function, "wait") { Namespace = "fs", Strict = true });

        Assert.Equal(
            """ "tools":[{"type":"namespace","name":"fs","description":"fs","tools":[{"type":"custom","name":"exec"},{"type":"function","name":"wait","parameters":{"type":"object","properties":{},"additionalProperties":false},"strict":true}]},{"type":"web_search"}],"store":false """.Trim(),
            ResponsesRequests.WriteRest(conversation));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", false)]
    public void AStrictTool_IsOne_WhereItsSchemaIs(string schema, bool isStrict)
    {
        var conversation = ResponsesRequests.Question();
        conversation.Tools.Add(new Tool(ToolKind.Function, "f") { Parameters = ResponsesRequests.Raw(schema), Strict = true, Path = "tools[0]" });
        conversation.Output = new OutputFormat { Schema = ResponsesRequests.Raw(schema), Strict = true };
        var strict = isStrict ? "true" : "false";

        Assert.Equal(
            $$$"""  "tools":[{"type":"function","name":"f","parameters":{{{schema}}},"strict":{{{strict}}}}],"text":{"format":{"type":"json_schema","name":"answer","schema":{{{schema}}},"strict":{{{strict}}}}},"store":false  """.Trim(),
            ResponsesRequests.WriteRest(conversation));
        Assert.Equal(isStrict ? [] : ["tools[0].strict", "response_format.strict"], ResponsesRequests.Losses(conversation));
    }

    [Fact]
    public void WhatCannotBeSaid_IsListed()
    {
        var conversation = ResponsesRequests.Of(
            (Role.User,
            [
                new AudioPart(new MediaSource { Url = "u" }) { Path = "a" }, new TextPart("x") { Cache = new CacheMark(null), Path = "b" },
                new ToolResultPart("c1", [new AudioPart(new MediaSource { FileId = "f" }) { Path = "c" }]) { Cache = new CacheMark(null), Path = "d" },
            ]));
        conversation.Messages.Add(new Message(Role.User) { Name = "ada", Parts = { new TextPart("x") { Path = "e" } } });
        conversation.Sampling.TopK = 5;
        conversation.Sampling.Seed = 1;
        conversation.Sampling.PresencePenalty = 1;
        conversation.Sampling.FrequencyPenalty = 0;
        conversation.Sampling.Stop = ["END"];
        conversation.Sampling.MaxTokens = 1;
        conversation.ServiceTier = "turbo";
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Required);

        Assert.Equal(
            """{"model":"target","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]},{"type":"function_call_output","call_id":"c1","output":[]},{"type":"message","role":"user","content":"x"}],"max_output_tokens":16,"store":false}""",
            ResponsesRequests.Write(conversation));
        Assert.Equal(
            ["b.cache_control", "a!", "d.cache_control", "c!", "e.name", "tool_choice!", "max_tokens", "top_k", "seed", "presence_penalty", "stop!", "service_tier"],
            ResponsesRequests.Losses(conversation));
    }

    [Fact]
    public void DocumentsOfText_AreText()
    {
        var base64 = Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("Grüße")));
        var file = new FilePart(new MediaSource { Base64 = base64, MediaType = "text/plain" }, "a.txt") { Context = "about" };

        Assert.Equal(
            """[{"type":"message","role":"user","content":"a.txt\n\nabout\n\nGrüße"}]""", ResponsesRequests.WriteInput(ResponsesRequests.Of((Role.User, [file]))));
    }
}
