using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What other dialects' callers say becomes what a chat provider takes.</summary>
public sealed class ChatRequestWriterTests
{
    private static readonly ToolCallPart Call = new("c1", "f", "{}") { Path = "call" };

    [Fact]
    public void PiecesOfATurn_AreOneMessage_AndResultsStandBehindIt()
    {
        var conversation = Of(
            new Message(Role.Assistant) { Parts = { new ReasoningPart("hm") { Path = "thought" } } },
            new Message(Role.Assistant) { Parts = { new TextPart("one") } },
            new Message(Role.Assistant) { Parts = { Call, new TextPart("two"), new ToolCallPart("c2", "g", "") } },
            new Message(Role.System) { Parts = { new TextPart("note") } },
            new Message(Role.User) { Parts = { new TextPart("also"), new ToolResultPart("c2", [new TextPart("r2")]) } },
            new Message(Role.User) { Parts = { new ToolResultPart("c1", []) } });

        Assert.Equal(
            """[{"role":"assistant","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}],"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c2","content":"r2"},{"role":"tool","tool_call_id":"c1","content":""},{"role":"system","content":"note"},{"role":"user","content":"also"}]""",
            Messages(conversation));
        Assert.Equal(["thought"], ChatWire.Losses(conversation));
    }

    [Fact]
    public void ImagesOfAResult_FollowInAMessageOfTheUser()
    {
        var image = new ImagePart(new MediaSource { Base64 = "/9j/"u8.ToArray() }, null);
        var conversation = Of(
            new Message(Role.Assistant) { Parts = { Call } },
            new Message(Role.User) { Parts = { new ToolResultPart("c1", [image]) { IsError = true, Path = "r" }, new ToolResultPart("c2", [new TextPart("t")]), new TextPart("go on") } });

        Assert.Equal(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"What the tool returned follows in a message of the user."},{"role":"tool","tool_call_id":"c2","content":"t"},{"role":"user","content":[{"type":"text","text":"Returned by the tool call c1:"},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/"}}]},{"role":"user","content":"go on"}]""",
            Messages(conversation));
        Assert.Equal([new Loss("r.is_error", false)], conversation.Losses);
    }

    [Fact]
    public void AnotherDialectsSignature_IsDroppedAndListed()
    {
        var signature = new Signature(Dialect.Anthropic, "sig");
        var conversation = Of(new Message(Role.Assistant)
        {
            Parts = { new ReasoningPart("hm") { Signature = signature, Path = "a" }, new TextPart("t") { Signature = signature, Path = "b" }, Call with { Signature = signature } },
        });

        Assert.Equal(
            """[{"role":"assistant","content":"t","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}]""",
            Messages(conversation));
        Assert.Equal(["a", "b.signature", "call.signature"], ChatWire.Losses(conversation));
    }

    [Fact]
    public void ATurnOfThoughtsOnly_IsLeftOut_WhereTheyAreRefused()
    {
        var thought = new Message(Role.Assistant) { Parts = { new ReasoningPart("hm") } };

        Assert.Equal("[]", Messages(Of(thought)));
        Assert.Equal("""[{"role":"assistant","content":"","reasoning":"hm"}]""", Messages(Of(thought), new() { ReasoningField = "reasoning" }));
    }

    [Fact]
    public void AProviderThatKnowsLess_IsAskedForLess()
    {
        var conversation = Of(
            new Message(Role.Developer) { Parts = { new TextPart("a") { Cache = new CacheMark(null), Path = "p" }, new TextPart("b") } },
            new Message(Role.Assistant) { Parts = { Call with { IsCustom = true, Arguments = "say \"x\"" } } });
        conversation.Sampling.MaxTokens = 9;
        conversation.Tools.Add(new Tool(ToolKind.Custom, "f") { Description = "d", Format = "{\"type\":\"text\"}"u8.ToArray(), Path = "tools[0]" });
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Named, "f");

        Assert.Equal(
            """{"model":"target","messages":[{"role":"system","content":"a\n\nb"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"input\":\"say \\\"x\\\"\"}"}}]}],"tools":[{"type":"function","function":{"name":"f","description":"d\n\nThe input is text of this format: {\"type\":\"text\"}","parameters":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}}}],"tool_choice":{"type":"function","function":{"name":"f"}},"max_tokens":9}""",
            ChatWire.Write(conversation, new() { JoinsTexts = true }));
        Assert.Equal(["p.cache_control", "tools[0].format"], ChatWire.Losses(conversation));
    }

    [Theory]
    [InlineData(0L, "none")]
    [InlineData(1024L, "low")]
    [InlineData(8192L, "medium")]
    [InlineData(32000L, "high")]
    [InlineData(-1L, "medium")]
    public void ABudget_BecomesAnEffort(long budget, string effort)
    {
        var conversation = Of(new Message(Role.User) { Parts = { new TextPart("x") } });
        conversation.Reasoning = new Reasoning { BudgetTokens = budget, Summary = "auto" };

        Assert.EndsWith($",\"reasoning_effort\":\"{effort}\"}}", ChatWire.Write(conversation), StringComparison.Ordinal);
        Assert.Equal(["reasoning.summary"], ChatWire.Losses(conversation));
    }

    [Fact]
    public void WhatCannotBeSaid_IsListed()
    {
        var conversation = Of(
            new Message(Role.System) { Parts = { new ImagePart(new MediaSource { Url = "u" }, null) { Path = "a" }, new TextPart("s") } },
            new Message(Role.User)
            {
                Parts =
                {
                    new ImagePart(new MediaSource { FileId = "f" }, null) { Path = "b" },
                    new FilePart(new MediaSource { Url = "u" }, null) { Path = "c" },
                    new TextPart("x"),
                },
            });
        conversation.Sampling.TopK = 5;
        conversation.ServiceTier = "turbo";
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Required);

        Assert.Equal(
            """{"model":"target","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"x"}]}]}""",
            ChatWire.Write(conversation));
        Assert.Equal(["a!", "b!", "c!", "tool_choice!", "top_k", "service_tier"], ChatWire.Losses(conversation));
    }

    [Fact]
    public void TheSearchOfTheWeb_IsNoFunctionToChoose()
    {
        var conversation = Of(new Message(Role.User) { Parts = { new TextPart("x") } });
        conversation.Tools.AddRange([new Tool(ToolKind.Function, "f"), new Tool(ToolKind.WebSearch, "web_search")]);
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Auto) { Allowed = ["f", "web_search"] };
        const string Rest = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"web_search_options\":{}";

        Assert.EndsWith(
            Rest + ""","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}}""",
            ChatWire.Write(conversation), StringComparison.Ordinal);
        Assert.Empty(conversation.Losses);

        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Named, "web_search");
        Assert.EndsWith(Rest + "}", ChatWire.Write(conversation), StringComparison.Ordinal);
        Assert.Equal(["tool_choice!"], ChatWire.Losses(conversation));
    }

    [Fact]
    public void DocumentsOfText_AreText()
    {
        var base64 = Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("Grüße")));
        var conversation = Of(new Message(Role.User) { Parts = { new FilePart(new MediaSource { Base64 = base64, MediaType = "text/plain" }, "a.txt") } });

        Assert.Equal("""[{"role":"user","content":"a.txt\n\nGrüße"}]""", Messages(conversation));
    }

    [Fact]
    public void NamespacesAndLongIds_AreMadeToFit()
    {
        var id = new string('x', 41);
        var conversation = Of(
            new Message(Role.Assistant) { Parts = { new ToolCallPart(id, "run.it", "{}") { Namespace = "shell" } } },
            new Message(Role.User) { Parts = { new ToolResultPart(id, [new TextPart("r")]) } });
        conversation.Tools.Add(new Tool(ToolKind.Function, "run.it") { Namespace = "shell" });
        var fit = ChatPartsWriter.FitId(id);

        Assert.True(fit.Length <= 40);
        Assert.Equal(
            $$$"""{"model":"target","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"{{{fit}}}","type":"function","function":{"name":"shell__run_it","arguments":"{}"}}]},{"role":"tool","tool_call_id":"{{{fit}}}","content":"r"}],"tools":[{"type":"function","function":{"name":"shell__run_it"}}]}""",
            ChatWire.Write(conversation));
    }

    private static Conversation Of(params Message[] messages)
    {
        var conversation = new Conversation { Model = "asked" };
        conversation.Messages.AddRange(messages);
        return conversation;
    }

    private static string Messages(Conversation conversation, ChatProviderForm? form = null)
    {
        var json = ChatWire.Write(conversation, form);
        const string Start = "{\"model\":\"target\",\"messages\":";
        Assert.StartsWith(Start, json, StringComparison.Ordinal);
        return json[Start.Length..^1];
    }
}
