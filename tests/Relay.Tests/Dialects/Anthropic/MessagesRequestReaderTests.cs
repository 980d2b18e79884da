using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What callers of Messages say, understood.</summary>
public sealed class MessagesRequestReaderTests
{
    [Fact]
    public void ClaudeCodesRequest_LosesNothingThatCounts()
    {
        var conversation = MessagesRequests.Read(
            """{"model":"m","max_tokens":128000,"stream":true,"thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"high"},"context_management":{"edits":[{"type":"clear_thinking_20251015"}]},"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2;"},{"type":"text","text":"You are.","cache_control":{"type":"ephemeral"}}],"tools":[{"name":"Bash","description":"Runs","input_schema":{"type":"object"},"defer_loading":true,"eager_input_streaming":true}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]},{"role":"system","content":"Reminder.","output_config":{"effort":"low"}}],"metadata":{"user_id":"{\"session_id\":\"s\"}"}}""");

        Assert.Equal(["context_management", "messages[1].output_config"], MessagesRequests.Losses(conversation));
        Assert.Equal([Role.System, Role.User, Role.System], conversation.Messages.Select(message => message.Role));
        Assert.Equal(new Reasoning { BudgetTokens = -1, Effort = "high", Show = false }, conversation.Reasoning);
        Assert.Equal((128000L, "{\"session_id\":\"s\"}"), (conversation.Sampling.MaxTokens, conversation.EndUser));
        Assert.Equal(new CacheMark(null), conversation.Messages[0].Parts[1].Cache);
        Assert.Equal("messages[0].content[0]", conversation.Messages[1].Parts[0].Path);
        Assert.Equal("Bash", Assert.Single(conversation.Tools).Name);
        Assert.True(conversation.Stream && conversation.UsageAsked);
    }

    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":2048}""", null, 2048L, null, true)]
    [InlineData("""{"type":"enabled","budget_tokens":2048,"display":"omitted"}""", "\"low\"", 2048L, "low", false)]
    [InlineData("""{"type":"adaptive"}""", null, -1L, null, null)]
    [InlineData("""{"display":"summarized","type":"adaptive"}""", "\"max\"", -1L, "max", true)]
    [InlineData("""{"type":"disabled"}""", "\"high\"", 0L, "none", null)]
    [InlineData("null", "\"medium\"", null, "medium", null)]
    public void Thinking(string thinking, string? effort, long? budget, string? read, bool? show)
    {
        var conversation = MessagesRequests.Read($$"""{"messages":[{"role":"user","content":"Hi"}],"output_config":{"effort":{{effort ?? "null"}}},"thinking":{{thinking}}}""");
        Assert.Equal(new Reasoning { BudgetTokens = budget, Effort = read, Show = show }, conversation.Reasoning);
        Assert.Equal(read is "none" ? ["output_config.effort"] : [], MessagesRequests.Losses(conversation));
    }

    [Theory]
    [InlineData("auto", ToolChoiceKind.Auto)]
    [InlineData("any", ToolChoiceKind.Required)]
    [InlineData("none", ToolChoiceKind.None)]
    internal void ToolChoices(string type, ToolChoiceKind kind)
    {
        var conversation = Read("tool_choice", $$"""{"type":"{{type}}","disable_parallel_tool_use":true}""");
        Assert.Equal((new ToolChoice(kind), false), (conversation.ToolChoice!, conversation.ParallelToolCalls!.Value));
        Assert.Equal(new ToolChoice(ToolChoiceKind.Named, "f"), Read("tool_choice", """{"type":"tool","name":"f"}""").ToolChoice);
        Assert.True(Read("tool_choice", """{"type":"auto","disable_parallel_tool_use":false}""").ParallelToolCalls);
        Assert.Null(Read("tool_choice", """{"type":"auto"}""").ParallelToolCalls);
    }

    [Fact]
    public void WhatOthersSealed_ComesBackAsTheySealedIt()
    {
        var thought = new Signature(Dialect.OpenAIResponses, "gAAAA-_=");
        var call = new Signature(Dialect.Gemini, "EpEg+/=");
        var text = new Signature(Dialect.Gemini, "Text=");
        var id = SignedId.Join("call_1", call);
        var parts = Parts(
            $$"""{"type":"thinking","thinking":"Hm.","signature":"{{thought.Pack()}}"},{"type":"thinking","thinking":"Ho.","signature":""},{"type":"redacted_thinking","data":"{{new Signature(Dialect.OpenAIResponses, "r", IsRedacted: true).Pack()}}"},{"type":"text","text":"Well."},{"type":"redacted_thinking","data":"{{text.Pack()}}"},{"type":"tool_use","id":"{{id}}","name":"f","input":{} },{"type":"tool_result","tool_use_id":"{{id}}"}""");

        Assert.Equal(new ReasoningPart("Hm.") { Signature = thought, Path = Path(0) }, parts[0]);
        Assert.Equal(new ReasoningPart("Ho.") { Path = Path(1) }, parts[1]);
        Assert.Equal(new ReasoningPart("") { Signature = new Signature(Dialect.OpenAIResponses, "r", IsRedacted: true), Path = Path(2) }, parts[2]);
        Assert.Equal(new TextPart("Well.") { Signature = text, Path = Path(3) }, parts[3]);
        Assert.Equal(new ToolCallPart("call_1", "f", "{}") { Signature = call, Path = Path(5) }, parts[4]);
        Assert.Equal("call_1", Assert.IsType<ToolResultPart>(parts[5]).CallId);
    }

    [Fact]
    public void HalfASurrogatePair_BecomesAReplacement() => Assert.Equal("a\uFFFDb", Assert.IsType<TextPart>(Parts("""{"type":"text","text":"a\ud800b"}""")[0]).Text);

    [Fact]
    public void ADocumentOfBlocks_AndASearchsResult_AreText()
    {
        var parts = Parts("""{"type":"document","title":"T","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}},{"type":"search_result","source":"https://a.example","title":"S","content":[{"type":"text","text":"found"}]}""");
        var document = Assert.IsType<FilePart>(parts[0]);
        var result = Assert.IsType<FilePart>(parts[1]);
        Assert.Equal(("T", "text/plain", "a\nb"), (document.Name, document.Source.MediaType, TextOf(document)));
        Assert.Equal(("S", "https://a.example", "found"), (result.Name, result.Context, TextOf(result)));
    }

    [Fact]
    public void EscapedBase64_IsPlain() => Assert.Equal(
        "AA//", Encoding.ASCII.GetString(Assert.IsType<ImagePart>(Parts("""{"type":"image","source":{"data":"AA\/\/","type":"base64","media_type":"image/png"}}""")[0]).Source.Base64.Span));

    [Fact]
    public void AMarkOfTheWholeRequest_IsOneOnItsLastBlock() =>
        Assert.Equal(new CacheMark("1h"), Read("cache_control", """{"type":"ephemeral","ttl":"1h"}""").Messages[^1].Parts[^1].Cache);

    [Theory]
    // Whole blocks.
    [InlineData("""{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}}""", "messages[0].content[0]")]
    [InlineData("""{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result"}]}""", "messages[0].content[0]")]
    [InlineData("""{"type":"container_upload","file_id":"f"}""", "messages[0].content[0]!")]
    [InlineData("""{"type":"something_new"}""", "messages[0].content[0]!")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"url","url":"u"}}]}}""", "messages[0].content[0].source.content[1]!")]
    // Members.
    [InlineData("""{"type":"text","text":"a","citations":[{"type":"char_location"}]}""", "messages[0].content[0].citations")]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}}""", "messages[0].content[0].caller")]
    [InlineData("""{"type":"text","text":"a","new \" name":1}""", "messages[0].content[0].*")]
    public void ABlockThatHasNoPlace_IsALoss(string block, string loss) =>
        Assert.Equal([loss], MessagesRequests.Losses(MessagesRequests.Read($$"""{"messages":[{"role":"user","content":[{{block}}]}]}""")));

    [Theory]
    [InlineData("mcp_servers", """[{"type":"url"}]""", "mcp_servers!")]
    [InlineData("container", "{\"skills\":[]}", "container!")]
    [InlineData("speed", "\"fast\"", "speed")]
    [InlineData("metadata", """{"user_id":"u","other":1}""", "metadata.other")]
    [InlineData("output_config", """{"task_budget":{"type":"tokens"}}""", "output_config.task_budget")]
    [InlineData("output_config", """{"format":{"type":"regex"}}""", "output_config.format!")]
    [InlineData("thinking", """{"type":"new"}""", "thinking.type")]
    [InlineData("tool_choice", """{"type":"new"}""", "tool_choice.type!")]
    [InlineData("tools", """[{"type":"code_execution_20250825","name":"code_execution"}]""", "tools[0]!")]
    [InlineData("tools", """[{"type":"bash_20250124","name":"bash"}]""", "tools[0]!")]
    [InlineData("tools", """[{"type":"mcp_toolset","mcp_server_name":"s"}]""", "tools[0]!")]
    [InlineData("tools", """[{"type":"future_20300101","name":"f","future":true}]""", "tools[0]")]
    [InlineData("tools", """[{"type":"tool_search_tool_regex_20251119","name":"t"}]""", "tools[0]")]
    [InlineData("tools", """[{"type":"web_search_20250305","name":"web_search","cursor":5,"blocked_domains":[]}]""", "tools[0].cursor")]
    [InlineData("tools", """[{"name":"f","input_schema":{},"input_examples":[{}]}]""", "tools[0].input_examples")]
    public void AMemberThatHasNoPlace_IsALoss(string name, string value, string loss) =>
        Assert.Equal([loss], MessagesRequests.Losses(Read(name, value)));

    private static string Path(int index) => $"messages[0].content[{index}]";

    private static string TextOf(FilePart file) => Encoding.UTF8.GetString(Convert.FromBase64String(Encoding.ASCII.GetString(file.Source.Base64.Span)));

    private static List<Part> Parts(string blocks) =>
        MessagesRequests.Read($$"""{"messages":[{"role":"assistant","content":[{{blocks}}]}]}""").Messages[0].Parts;

    private static Conversation Read(string name, string value) =>
        MessagesRequests.Read($$"""{"{{name}}":{{value}},"messages":[{"role":"user","content":"Hi"}]}""");
}
