using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What callers of other dialects say, said to Anthropic: messages and tools.</summary>
public sealed class MessagesRequestWriterTests
{
    private static readonly Part Question = new TextPart("Hi");

    [Fact]
    public void SystemMessages_StandAbove_AndInTheMidstAreMarked()
    {
        var conversation = MessagesRequests.Of(
            (Role.System, [new TextPart("One."), new TextPart("")]),
            (Role.Developer, [new TextPart("Two.")]),
            (Role.User, [Question]),
            (Role.System, [new TextPart("Three.")]),
            (Role.Assistant, [new TextPart("Ho")]));
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":32000,"system":[{"type":"text","text":"One."},{"type":"text","text":"Two."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"<system>\nThree.\n</system>"}]},{"role":"assistant","content":"Ho"}]}""",
            MessagesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void SystemMessagesToTheNewestModels_StandWhereTheyMay()
    {
        Assert.Equal(
            """[{"role":"user","content":"Hi"},{"role":"system","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]},{"role":"assistant","content":"Ho"},{"role":"user","content":[{"type":"text","text":"<system>\nC\n</system>"},{"type":"text","text":"Hm"},{"type":"text","text":"<system>\nD\n</system>"},{"type":"text","text":"Go on"}]}]""",
            Messages(
                "claude-opus-4-8",
                (Role.User, [Question]),
                (Role.System, [new TextPart("A")]),
                (Role.Developer, [new TextPart("B")]),
                (Role.Assistant, [new TextPart("Ho")]),
                (Role.System, [new TextPart("C")]),
                (Role.User, [new TextPart("Hm")]),
                (Role.System, [new TextPart("D")]),
                (Role.User, [new TextPart("Go on")])));
    }

    [Fact]
    public void NothingButASystemMessage_IsTheQuestion() => Assert.Equal(
        """{"model":"claude-sonnet-4-5","max_tokens":32000,"system":"One.","messages":[{"role":"user","content":"Two."}]}""",
        MessagesRequests.Write(MessagesRequests.Of((Role.System, [new TextPart("One.")]), (Role.System, [new TextPart("Two.")]))));

    [Fact]
    public void TurnsOfOneRole_AreOne_AndEmptyOnesAreNone() => Assert.Equal(
        """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"No."},{"type":"text","text":"d"}]}]""",
        Messages(
            "claude-sonnet-4-5",
            (Role.User, [new TextPart("a")]),
            (Role.Assistant, [new TextPart(" \n"), new RefusalPart("")]),
            (Role.Assistant, []),
            (Role.User, [new TextPart("b")]),
            (Role.Assistant, [new TextPart("c"), new RefusalPart("No.")]),
            (Role.Assistant, [new TextPart("d")])));

    [Fact]
    public void AnAssistantThatBegins_IsAsked() => Assert.Equal(
        """[{"role":"user","content":"."},{"role":"assistant","content":"Welcome!"},{"role":"user","content":"Hi"}]""",
        Messages("claude-sonnet-4-5", (Role.Assistant, [new TextPart("Welcome!")]), (Role.User, [Question])));

    [Fact]
    public void Results_StandFirst_InTheTurnBehindTheirCalls() => Assert.Equal(
        """[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a_1","name":"f","input":{"x": 1}},{"type":"tool_use","id":"b","name":"clock__wait","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a_1","content":"1"},{"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"2"},{"type":"text","text":"3"}],"is_error":true},{"type":"text","text":"<system>\nS\n</system>"}]},{"role":"assistant","content":[{"type":"text","text":"Well"},{"type":"tool_use","id":"c","name":"apply_patch","input":{"input":"*** \"x\"\n"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c"}]}]""",
        JsonElement.Parse(MessagesRequests.Write(MessagesRequests.Of(
            (Role.User, [Question]),
            (Role.Assistant, [new ToolCallPart("a:1", "f", "{\"x\": 1}"), new ToolCallPart("b", "wait", "") { Namespace = "clock" }]),
            (Role.System, [new TextPart("S")]),
            (Role.User, [new ToolResultPart("a:1", [new TextPart("1")])]),
            (Role.Assistant, [new TextPart("Well"), new ToolCallPart("c", "apply_patch", "*** \"x\"\n") { IsCustom = true }]),
            (Role.User, [new ToolResultPart("b", [new TextPart("2"), new TextPart("3")]) { IsError = true }]),
            (Role.User, [new ToolResultPart("c", [new TextPart("")])])))).GetProperty("messages").GetRawText());

    [Fact]
    public void Thoughts_GoBackToWhoSealedThem_AndToNobodyElse()
    {
        var conversation = MessagesRequests.Of(
            (Role.User, [Question]),
            (Role.Assistant,
            [
                new ReasoningPart("mine") { Signature = new Signature(Dialect.Anthropic, "s+/="), Path = "p0" },
                new ReasoningPart("") { Signature = new Signature(Dialect.Anthropic, "r", IsRedacted: true), Path = "p1" },
                new ReasoningPart("others'") { Signature = new Signature(Dialect.Gemini, "g"), Path = "p2" },
                new ReasoningPart("nobody's") { Path = "p3" },
                new TextPart("Ho") { Signature = new Signature(Dialect.Gemini, "g"), Path = "p4" },
                new ToolCallPart("t", "f", "{}") { Signature = new Signature(Dialect.Gemini, "g"), Path = "p5" },
            ]));
        Assert.Equal(
            """{"role":"assistant","content":[{"type":"thinking","thinking":"mine","signature":"s+/="},{"type":"redacted_thinking","data":"r"},{"type":"text","text":"Ho"},{"type":"tool_use","id":"t","name":"f","input":{}}]}""",
            JsonElement.Parse(MessagesRequests.Write(conversation)).GetProperty("messages")[1].GetRawText());
        Assert.Equal(["p2", "p3", "p4", "p5.signature"], MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void Media()
    {
        var conversation = MessagesRequests.Of((Role.User,
        [
            new ImagePart(new MediaSource { Base64 = MessagesRequests.Raw("AAAA") }, "high") { Path = "p0" },
            new FilePart(new MediaSource { Base64 = MessagesRequests.Raw("R3LDvMOfZQ=="), MediaType = "text/markdown" }, "a.md") { Path = "p1" },
            new FilePart(new MediaSource { Base64 = MessagesRequests.Raw("AAAA"), MediaType = "application/msword" }, "a.doc") { Path = "p2" },
            new FilePart(new MediaSource { FileId = "file-openai" }, null) { Path = "p3" },
            new AudioPart(new MediaSource { Base64 = MessagesRequests.Raw("AAAA"), MediaType = "audio/wav" }) { Path = "p4" },
        ]));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Grüße"},"title":"a.md"}]}]""",
            JsonElement.Parse(MessagesRequests.Write(conversation)).GetProperty("messages").GetRawText());
        Assert.Equal(["p0.detail", "p2!", "p3!", "p4!"], MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void Tools_KeepTheirOrder_AndBecomeFit()
    {
        var conversation = MessagesRequests.Question();
        conversation.Tools.Add(new Tool(ToolKind.Function, "z.last") { Description = "Z", Parameters = MessagesRequests.Raw("{ \"properties\":{} }") });
        conversation.Tools.Add(new Tool(ToolKind.Custom, "apply_patch") { Description = "Patch", Format = MessagesRequests.Raw("{\"type\":\"grammar\"}"), Path = "tools[1]" });
        conversation.Tools.Add(new Tool(ToolKind.WebSearch, "web_search_preview"));
        conversation.Tools.Add(new Tool(ToolKind.Function, "wait") { Namespace = "clock", Path = "tools[3]", Strict = true, Parameters = MessagesRequests.Raw("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}}}") });
        conversation.Tools.Add(new Tool(ToolKind.Function, "a") { Strict = false, Parameters = MessagesRequests.Raw("{}") });
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Named, "wait");
        Assert.Equal(
            """[{"name":"z_last","description":"Z","input_schema":{"type":"object", "properties":{} }},{"name":"apply_patch","description":"Patch\n\nThe input is text of this format: {\"type\":\"grammar\"}","input_schema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}},{"type":"web_search_20250305","name":"web_search"},{"name":"clock__wait","input_schema":{"type":"object","properties":{"n":{"type":"integer"}},"additionalProperties":false},"strict":true},{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"clock__wait"},""",
            Between(MessagesRequests.Write(conversation), "\"tools\":", "\"messages\""));
        Assert.Equal(["tools[1].format", "tools[3].parameters"], MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void AChoiceAmongSomeTools_LeavesTheOthersOut()
    {
        var conversation = MessagesRequests.Question();
        foreach (var name in (string[])["a", "b", "c"]) conversation.Tools.Add(new Tool(ToolKind.Function, name));
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Required) { Allowed = ["c", "a"] };
        Assert.Equal(
            """[{"name":"a","input_schema":{"type":"object","properties":{}}},{"name":"c","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any"},""",
            Between(MessagesRequests.Write(conversation), "\"tools\":", "\"messages\""));
    }

    [Fact]
    public void CallsWithoutTools_HaveTheirs_WhichMayNotBeCalled()
    {
        var conversation = MessagesRequests.Of(
            (Role.User, [Question]), (Role.Assistant, [new ToolCallPart("t", "f", "{}"), new ToolCallPart("u", "f", "{}")]), (Role.User, [new ToolResultPart("t", [])]));
        Assert.Equal(
            """[{"name":"f","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"none"},""",
            Between(MessagesRequests.Write(conversation), "\"tools\":", "\"messages\""));
    }

    [Fact]
    public void AForcedChoiceWithoutTools_IsALoss()
    {
        var conversation = MessagesRequests.Question();
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Required);
        Assert.DoesNotContain("tool", MessagesRequests.Write(conversation), StringComparison.Ordinal);
        Assert.Equal(["tool_choice!"], MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void OfMoreThanFourMarks_TheLastFourAreKept()
    {
        var conversation = MessagesRequests.Of((Role.User, [.. Enumerable.Range(0, 5).Select(i => new TextPart($"{i}") { Cache = new CacheMark(null), Path = $"p{i}" })]));
        conversation.Tools.Add(new Tool(ToolKind.Function, "f") { Cache = new CacheMark("1h"), Path = "tools[0]" });
        var body = MessagesRequests.Write(conversation);
        Assert.Equal(4, body.Split("\"cache_control\"").Length - 1);
        Assert.EndsWith("""{"type":"text","text":"4","cache_control":{"type":"ephemeral"}}]}]}""", body, StringComparison.Ordinal);
        Assert.Equal(["tools[0].cache_control", "p0.cache_control"], MessagesRequests.Losses(conversation));
    }

    [Fact]
    public void MarksOfWhatIsNotSaid_TakeNoOthersPlace()
    {
        var mark = new CacheMark(null);
        var conversation = MessagesRequests.Of((Role.User,
        [
            new TextPart("0") { Cache = mark, Path = "p0" },
            new TextPart(" ") { Cache = mark, Path = "p1" },
            new ToolResultPart("c", [new TextPart("2") { Cache = mark, Path = "p2" }, new TextPart("") { Cache = mark, Path = "p3" }]) { Path = "p4" },
            new TextPart("5") { Cache = mark, Path = "p5" },
        ]));
        conversation.Tools.AddRange([new Tool(ToolKind.Function, "f") { Cache = mark, Path = "t0" }, new Tool(ToolKind.Function, "g") { Cache = mark, Path = "t1" }]);
        conversation.ToolChoice = new ToolChoice(ToolChoiceKind.Auto) { Allowed = ["g"] };
        Assert.Equal(4, MessagesRequests.Write(conversation).Split("\"cache_control\"").Length - 1);
        Assert.Empty(conversation.Losses);
    }

    // Parts are values: two that are made alike are equal.
    [Fact]
    public void WhatIsSaidTwice_IsSaidTwice() =>
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"No."},{"type":"text","text":"No."}]}]""",
            Messages("claude-sonnet-4-5", (Role.User, [new TextPart("No."), new TextPart("No.")])));

    [Fact]
    public void ACacheKey_AsksForCaching_WhereNothingElseDoes()
    {
        var conversation = MessagesRequests.Question();
        conversation.CacheKey = "thread";
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":32000,"cache_control":{"type":"ephemeral"},"messages":[{"role":"user","content":"Hi"}]}""",
            MessagesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    private static string Messages(string model, params (Role Role, Part[] Parts)[] messages) =>
        JsonElement.Parse(MessagesRequests.Write(MessagesRequests.Of(messages), model)).GetProperty("messages").GetRawText();

    private static string Between(string body, string from, string to)
    {
        var start = body.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return body[start..body.IndexOf(to, start, StringComparison.Ordinal)];
    }
}
