using System.Runtime.InteropServices;
using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Dialects.OpenAIResponses;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What callers say in the items of their input.</summary>
public sealed class ResponsesRequestReaderTests
{
    [Fact]
    public void ATextForInput_IsTheUsers()
    {
        var conversation = ResponsesRequests.Read("""{"input":"Hi","model":"asked"}""", stream: true);

        var message = Assert.Single(conversation.Messages);
        Assert.Equal((Role.User, new TextPart("Hi") { Path = "input" }, "asked", true), (message.Role, message.Parts[0], conversation.Model, conversation.Stream));
    }

    [Theory]
    [InlineData("""{"instructions":"Be brief.","input":"Hi"}""")]
    [InlineData("""{"input":[{"role":"user","content":"Hi"}],"instructions":"Be brief."}""")]
    public void Instructions_ComeFirst_WhereverTheyStand(string body) => Assert.Equal(
        [(Role.System, "Be brief."), (Role.User, "Hi")],
        ResponsesRequests.Read(body).Messages.Select(message => (message.Role, ((TextPart)message.Parts[0]).Text)));

    // Issues 15 and 16 of others: what was packed for a caller of Responses is found again.
    [Theory]
    [InlineData("relay1.as.sig=", nameof(Dialect.Anthropic), "sig=", false)]
    [InlineData("relay1.ar.xyz", nameof(Dialect.Anthropic), "xyz", true)]
    [InlineData("relay1.gs.a+/=", nameof(Dialect.Gemini), "a+/=", false)]
    [InlineData("gAAAAABplLP75yhVf0v4", nameof(Dialect.OpenAIResponses), "gAAAAABplLP75yhVf0v4", false)]
    public void Seals_ComeBack(string text, string dialect, string value, bool isRedacted)
    {
        var part = Part<ReasoningPart>($$"""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"{{text}}","content":null}""");

        Assert.Equal(("hm", new Signature(Enum.Parse<Dialect>(dialect), value, isRedacted)), (part.Text, part.Signature));
    }

    [Theory]
    [InlineData("""{"type":"reasoning","summary":[{"text":"a"},{"type":"summary_text","text":"b"}]}""", "a\n\nb")]
    [InlineData("""{"type":"reasoning","summary":[{"text":"a"}],"content":[{"type":"reasoning_text","text":"x"},{"type":"reasoning_text","text":"y"}]}""", "xy")]
    [InlineData("""{"content":[{"type":"reasoning_text","text":"x"}],"type":"reasoning"}""", "x")]
    public void Thoughts_AreMoreThanTheirSummary(string item, string text) =>
        Assert.Equal(text, Part<ReasoningPart>(item).Text);

    [Fact]
    public void ASignedCall_ComesBack()
    {
        var signature = new Signature(Dialect.Gemini, "thought+/=");
        var signed = SignedId.Join("c1", signature);
        var messages = ResponsesRequests.ReadItems($$"""
            {"type":"function_call","id":"fc_1","call_id":"{{signed}}","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"{{signed}}","output":"r"}
            """).Messages;

        Assert.Equal(new ToolCallPart("c1", "f", "{}") { Signature = signature, Path = "input[0]" }, messages[0].Parts[0]);
        Assert.Equal("c1", ((ToolResultPart)messages[1].Parts[0]).CallId);
    }

    [Fact]
    public void ASignedText_ComesBack()
    {
        const string Text = """{"role":"assistant","content":[{"type":"output_text","text":"t"}]}""";
        const string Seal = """{"type":"reasoning","summary":[],"encrypted_content":"relay1.gs.sig="}""";
        var seal = new Signature(Dialect.Gemini, "sig=");

        Assert.Equal(
            new TextPart("t") { Signature = seal, Path = "input[0].content[0]" }, Assert.Single(ResponsesRequests.ReadItems(Text + "," + Seal).Messages).Parts[0]);
        // Behind anything else, or twice, it is as it came.
        Assert.Equal(new ReasoningPart("") { Signature = seal, Path = "input[0]" }, ResponsesRequests.ReadItems(Seal + "," + Text).Messages[0].Parts[0]);
        Assert.Equal(2, ResponsesRequests.ReadItems($"{Text},{Seal},{Seal}").Messages.Count);
        Assert.Equal(2, ResponsesRequests.ReadItems(Text + ",{\"type\":\"reasoning\",\"encrypted_content\":\"relay1.as.sig=\"}").Messages.Count);
    }

    [Fact]
    public void ACallOfTheLocalShell_IsACallOfAFunction()
    {
        var messages = ResponsesRequests.ReadItems("""
            {"type":"local_shell_call","id":"lsh_1","call_id":"c1","status":"completed","action":{"type":"exec","command":["ls"],"env":{}}},
            {"type":"local_shell_call_output","id":"c1","output":"a.txt","status":"completed"}
            """).Messages;

        Assert.Equal(
            new ToolCallPart("c1", "local_shell", """{"type":"exec","command":["ls"],"env":{}}""") { Path = "input[0]" }, messages[0].Parts[0]);
        Assert.Equal("c1", ((ToolResultPart)messages[1].Parts[0]).CallId);
    }

    [Fact]
    public void APictureOfTheModels_IsAPicture()
    {
        var image = Part<ImagePart>("""{"type":"image_generation_call","id":"ig_1","status":"completed","output_format":"webp","quality":"low","result":"UklG"}""");

        Assert.Equal(("image/webp", "UklG"), (image.Source.MediaType, Encoding.UTF8.GetString(image.Source.Base64.Span)));
    }

    [Fact]
    public void Media_AreSlicesOfTheBody()
    {
        var body = Encoding.UTF8.GetBytes("""
            {"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,iVBOR"},
              {"type":"input_image","image_url":"data:image\/jpeg;base64,\/9j\/"},{"type":"input_file","file_data":"JVBERi0=","filename":"a.PDF"}]}]}
            """);
        Assert.True(new ResponsesRequestReader().Read(body, "m", false).Succeeded(out var conversation, out _));
        var parts = conversation.Messages[0].Parts;

        var image = Assert.IsType<ImagePart>(parts[0]).Source;
        Assert.True(MemoryMarshal.TryGetArray(image.Base64, out var slice));
        Assert.Same(body, slice.Array);
        Assert.Equal(("image/png", "iVBOR"), (image.MediaType, Encoding.UTF8.GetString(image.Base64.Span)));
        var escaped = Assert.IsType<ImagePart>(parts[1]).Source;
        Assert.Equal(("image/jpeg", "/9j/"), (escaped.MediaType, Encoding.UTF8.GetString(escaped.Base64.Span)));
        var file = Assert.IsType<FilePart>(parts[2]);
        Assert.Equal(("a.PDF", "application/pdf", "JVBERi0="), (file.Name, file.Source.MediaType, Encoding.UTF8.GetString(file.Source.Base64.Span)));
    }

    // Issue 22 of others.
    [Theory]
    [InlineData("""{"role":"assistant","content":null}""")]
    [InlineData("""{"role":"assistant","content":[]}""")]
    [InlineData("""{"role":"assistant","type":"message"}""")]
    public void NoContent_IsNoContent(string item) => Assert.Empty(ResponsesRequests.ReadItems(item).Messages[0].Parts);

    [Fact]
    public void HalfOfASurrogatePair_IsReplaced() =>
        Assert.Equal("a\uFFFDb", Part<TextPart>("""{"role":"user","content":"a\ud83db"}""").Text);

    [Theory]
    // The model's own, of which its words remain.
    [InlineData("""{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}""", "input[0]")]
    [InlineData("""{"type":"file_search_call","id":"fs_1","queries":["q"],"results":null}""", "input[0]")]
    [InlineData("""{"type":"mcp_list_tools","id":"m","server_label":"s","tools":[{"name":"t"}]}""", "input[0]")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[]}""", "input[0]")]
    // What nobody else can know.
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "input[0]!")]
    [InlineData("""{"id":"msg_1"}""", "input[0]!")]
    [InlineData("""{"id":"msg_1","type":null}""", "input[0]!")]
    [InlineData("""{"type":"image_generation_call","id":"ig_1"}""", "input[0]!")]
    [InlineData("""{"type":"compaction","encrypted_content":"gAAA"}""", "input[0]!")]
    [InlineData("""{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","image_url":"u"}}""", "input[0]!")]
    [InlineData("""{"type":"apply_patch_call_output","call_id":"c","status":"completed"}""", "input[0]!")]
    [InlineData("""{"type":"mcp_call","id":"m","name":"f","arguments":"{}","output":"12"}""", "input[0]!")]
    [InlineData("""{"type":"code_interpreter_call","id":"ci","code":"1","outputs":[{"type":"logs","logs":"1"}]}""", "input[0]!")]
    [InlineData("""{"type":"mystery","content":"words"}""", "input[0]!")]
    [InlineData("""{"type":"mystery","encrypted_content":"gAAA"}""", "input[0]!")]
    // What has neither words nor what a tool said.
    [InlineData("""{"type":"apply_patch_call","call_id":"c","operation":{}}""", "input[0]")]
    [InlineData("""{"type":"code_interpreter_call","id":"ci","code":"1","outputs":null}""", "input[0]")]
    [InlineData("""{"type":"mcp_call","id":"m","name":"f","arguments":"{}","output":"","error":null}""", "input[0]")]
    [InlineData("""{"type":"mystery","content":[],"summary":{}}""", "input[0]")]
    [InlineData("""{"type":"mcp_approval_response","approve":true}""", "input[0]!")]
    [InlineData("""{"type":"mystery","x":[{}]}""", "input[0]")]
    [InlineData("""{"role":"user","content":[{"type":"input_video","video":{}}]}""", "input[0].content[0]!")]
    // Less than that.
    [InlineData("""{"role":"critic","content":"x","extra":{"a":1},"we ird":1}""", "input[0].extra input[0].* input[0].role")]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"x","annotations":[{"type":"url_citation"}],"logprobs":[{}]}]}""", "input[0].content[0].annotations")]
    public void WhatHasNoPlace_IsListed(string item, string losses) =>
        Assert.Equal(losses.Split(' '), ResponsesRequests.Losses(ResponsesRequests.ReadItems(item + """,{"role":"user","content":"Hi"}""")));

    private static T Part<T>(string item)
        where T : Part => Assert.IsType<T>(Assert.Single(Assert.Single(ResponsesRequests.ReadItems(item).Messages).Parts));
}
