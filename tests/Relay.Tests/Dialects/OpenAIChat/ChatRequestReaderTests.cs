using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What callers say in forms of their own, and what is wrong with what they say.</summary>
public sealed class ChatRequestReaderTests
{
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Theory]
    [InlineData("""{"max_tokens":5}""", 5)]
    [InlineData("""{"max_completion_tokens":7,"max_tokens":5}""", 7)]
    [InlineData("""{"max_tokens":5,"max_completion_tokens":7.0}""", 7)]
    public void TheLimitOfTokens_HasTwoNames(string options, long limit) =>
        Assert.Equal(limit, Read(options).Sampling.MaxTokens);

    [Theory]
    [InlineData("""{"reasoning_effort":"high"}""", "high", null, true)]
    [InlineData("""{"reasoning":{"effort":"low","exclude":true}}""", "low", null, false)]
    [InlineData("""{"reasoning":{"max_tokens":2000}}""", null, 2000L, true)]
    [InlineData("""{"reasoning":{"enabled":false}}""", "none", null, null)]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":1024}}""", null, 1024L, true)]
    [InlineData("""{"thinking":{"type":"disabled"}}""", null, 0L, null)]
    [InlineData("""{"thinking":{"type":"enabled"},"include_reasoning":true}""", null, -1L, true)]
    [InlineData("""{"thinking":{"type":"enabled"},"reasoning_effort":"max"}""", "max", -1L, true)]
    public void ReasoningInAnybodysWords_IsRead(string options, string? effort, long? budget, bool? show) =>
        Assert.Equal(new Reasoning { Effort = effort, BudgetTokens = budget, Show = show }, Read(options).Reasoning);

    [Fact]
    public void StopAsAText_IsOne() => Assert.Equal(["END"], Read("""{"stop":"END"}""").Sampling.Stop);

    [Fact]
    public void TheUser_IsTheSaferName() => Assert.Equal("s", Read("""{"safety_identifier":"s","user":"u"}""").EndUser);

    [Theory]
    [InlineData("\"any\"", nameof(ToolChoiceKind.Required))]
    [InlineData("\"auto\"", nameof(ToolChoiceKind.Auto))]
    public void AToolChoice_HasWordsOfOthersToo(string word, string kind) =>
        Assert.Equal(Enum.Parse<ToolChoiceKind>(kind), Read("{\"tool_choice\":" + word + "}").ToolChoice!.Kind);

    [Fact]
    public void FunctionsOfOld_AreTools()
    {
        var conversation = ChatWire.Read("""
            {"functions":[{"name":"f","description":"d","parameters":{"type":"object"}}],"function_call":{"name":"f"},
             "messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"one"},
              {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"two"}]}
            """);

        Assert.Equal(
            """{"model":"target","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_function_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_function_0","content":"one"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_function_1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_function_1","content":"two"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],"tool_choice":{"type":"function","function":{"name":"f"}}}""",
            ChatWire.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    // Issues 15 and 16 of others: what was packed for a chat caller is found again, wherever the caller put it.
    [Theory]
    [InlineData("""{"role":"assistant","content":"t","reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"relay1.as.sig=","index":0},{"type":"reasoning.encrypted","data":"relay1.ar.xyz","index":1}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"relay1.as.sig="},{"type":"reasoning.encrypted","data":"relay1.ar.xyz"}],"content":"t","role":"assistant"}""")]
    [InlineData("""{"role":"assistant","content":"t","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"h"},{"type":"reasoning.text","text":"m"},{"type":"reasoning.text","signature":"relay1.as.sig="},{"type":"reasoning.encrypted","data":"relay1.ar.xyz"}]}""")]
    public void SignedThoughts_ComeBack(string message)
    {
        var parts = Messages(message)[0].Parts;

        Assert.Equal(
            [("hm", new Signature(Dialect.Anthropic, "sig=")), ("", new Signature(Dialect.Anthropic, "xyz", IsRedacted: true))],
            parts.OfType<ReasoningPart>().Select(part => (part.Text, part.Signature!)));
        Assert.Equal(new TextPart("t") { Path = "messages[0].content" }, parts[^1]);
    }

    [Fact]
    public void OnlyTheSignedThoughts_AreSigned() => Assert.Equal(
        [("first ", null), ("second", new Signature(Dialect.Anthropic, "s")), (" third", null)],
        Messages("""{"role":"assistant","reasoning_content":"first second third","reasoning_details":[{"text":"second","signature":"relay1.as.s"}]}""")[0]
            .Parts.Cast<ReasoningPart>().Select(part => (part.Text, part.Signature)));

    [Fact]
    public void ASignedCallAndASignedText_ComeBack()
    {
        var signature = new Signature(Dialect.Gemini, "thought+/=");
        var messages = Messages(
            $$$"""{"role":"assistant","content":"t","reasoning_details":[{"type":"reasoning.encrypted","data":"{{{signature.Pack()}}}","id":"relay-text"}],"tool_calls":[{"id":"{{{SignedId.Join("c1", signature)}}}","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"{{{SignedId.Join("c1", signature)}}}","content":"r"}""");

        Assert.Equal(signature, Assert.IsType<TextPart>(messages[0].Parts[0]).Signature);
        var call = Assert.IsType<ToolCallPart>(messages[0].Parts[1]);
        Assert.Equal(("c1", signature), (call.Id, call.Signature));
        Assert.Equal("c1", Assert.IsType<ToolResultPart>(messages[1].Parts[0]).CallId);
    }

    [Fact]
    public void Media_AreSlicesOfTheBody()
    {
        var body = Encoding.UTF8.GetBytes("""
            {"messages":[{"role":"user","content":["plain",{"type":"image_url","image_url":"data:image/png;base64,iVBOR"},
              {"type":"image_url","image_url":{"url":"data:image\/jpeg;base64,\/9j\/"}},{"type":"file","file":{"file_data":"JVBERi0=","filename":"a.PDF"}}]}]}
            """);
        Assert.True(new Relay.Dialects.OpenAIChat.ChatRequestReader().Read(body, "m", false).Succeeded(out var conversation, out _));
        var parts = conversation.Messages[0].Parts;

        var image = Assert.IsType<ImagePart>(parts[1]).Source;
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(image.Base64, out var slice));
        Assert.Same(body, slice.Array);
        Assert.Equal(("plain", "image/png", "iVBOR"), (((TextPart)parts[0]).Text, image.MediaType, Encoding.UTF8.GetString(image.Base64.Span)));
        var escaped = Assert.IsType<ImagePart>(parts[2]).Source;
        Assert.Equal(("image/jpeg", "/9j/"), (escaped.MediaType, Encoding.UTF8.GetString(escaped.Base64.Span)));
        var file = Assert.IsType<FilePart>(parts[3]);
        Assert.Equal(("a.PDF", "application/pdf", "JVBERi0="), (file.Name, file.Source.MediaType, Encoding.UTF8.GetString(file.Source.Base64.Span)));
    }

    // Issue 22 of others.
    [Theory]
    [InlineData("""{"role":"assistant","content":null}""")]
    [InlineData("""{"role":"assistant","content":[]}""")]
    [InlineData("""{"role":"assistant"}""")]
    public void NoContent_IsNoContent(string message) => Assert.Empty(Messages(message)[0].Parts);

    [Fact]
    public void HalfOfASurrogatePair_IsReplaced() =>
        Assert.Equal("a\uFFFDb", ((TextPart)Messages("""{"role":"user","content":"a\ud83db"}""")[0].Parts[0]).Text);

    [Theory]
    [InlineData("""{"n":1,"modalities":["text"],"logit_bias":{},"store":null,"tools":[],"unknown":null}""", "")]
    [InlineData("""{"n":2,"logit_bias":{"50256":-100},"modalities":["text","audio"]}""", "logit_bias! modalities[1]!")]
    [InlineData("""{"audio":{"voice":"a"},"prediction":{"type":"content"},"store":true,"min_p":0.1,"we ird":1}""", "audio prediction store min_p *")]
    [InlineData("""{"response_format":{"type":"grammar"},"tool_choice":"whatever"}""", "response_format! tool_choice!")]
    [InlineData("""{"tools":[{"type":"mystery","x":{}},{"type":"function","function":{"name":"f"},"defer_loading":true}]}""", "tools[0] tools[1].defer_loading")]
    [InlineData("""{"web_search_options":{"x":"low"},"stream_options":{"include_obfuscation":false,"x":1}}""", "web_search_options.x stream_options.x")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"video_url","video_url":{"url":"u"}}]}]}""", "messages[0].content[0]!")]
    [InlineData("""{"messages":[{"role":"critic","content":"x","audio":{"id":"a"},"annotations":[],"extra":1}]}""", "messages[0].audio! messages[0].extra messages[0].role")]
    public void WhatHasNoPlace_IsListed(string options, string losses) =>
        Assert.Equal(losses, string.Join(' ', ChatWire.Losses(Read(options))));

    [Theory]
    [InlineData("""{"messages":5}""", "messages", FailureCode.InvalidField)]
    [InlineData("""{"messages":[]}""", "messages", FailureCode.MissingField)]
    [InlineData("""{"messages":["x"]}""", "messages[0]", FailureCode.InvalidField)]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role", FailureCode.MissingField)]
    [InlineData("""{"messages":[{"role":7,"content":"x"}]}""", "messages[0].role", FailureCode.InvalidField)]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content", FailureCode.InvalidField)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":[]}]}]}""", "messages[0].content[0].text", FailureCode.InvalidField)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}""", "messages[0].content[0].image_url.url", FailureCode.MissingField)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/plain,abc"}}]}]}""", "messages[0].content[0].image_url.url", FailureCode.InvalidField)]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id", FailureCode.MissingField)]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{}}]}]}""", "messages[0].tool_calls[0].function.name", FailureCode.MissingField)]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":7,"function":{"name":"f"}}]}]}""", "messages[0].tool_calls[0].id", FailureCode.InvalidField)]
    [InlineData("""{"temperature":"hot"}""", "temperature", FailureCode.InvalidField)]
    [InlineData("""{"max_tokens":1.5}""", "max_tokens", FailureCode.InvalidField)]
    [InlineData("""{"temperature":1e999}""", "temperature", FailureCode.InvalidField)]
    [InlineData("""{"stop":["a",1]}""", "stop[1]", FailureCode.InvalidField)]
    [InlineData("""{"tools":[{"type":"function"}]}""", "tools[0].function", FailureCode.MissingField)]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":"x"}}]}""", "tools[0].function.parameters", FailureCode.InvalidField)]
    [InlineData("""{"tool_choice":5}""", "tool_choice", FailureCode.InvalidField)]
    [InlineData("""{"response_format":"json"}""", "response_format", FailureCode.InvalidField)]
    [InlineData("""{"metadata":[]}""", "metadata", FailureCode.InvalidField)]
    [InlineData("""{"parallel_tool_calls":1}""", "parallel_tool_calls", FailureCode.InvalidField)]
    public void AWrongType_IsTheCallersFailure(string options, string param, string code)
    {
        var failure = ChatWire.Refuse(WithMessages(options));

        Assert.Equal((400, FailureSide.Caller, code, param), (failure.Status, failure.Side, failure.Code, failure.Param));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"messages":[{"role":"user"}""")]
    [InlineData("""{"messages":[]} secret""")]
    public void NoJsonObject_IsTheCallersFailure(string body)
    {
        var failure = ChatWire.Refuse(body);

        Assert.Equal((400, FailureSide.Caller, FailureCode.InvalidJson), (failure.Status, failure.Side, failure.Code));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatIsNoText_IsAnUnknownOne() =>
        Assert.Equal(["*", "messages[0].*"], ChatWire.Losses(ChatWire.Read("""{"\ud800":1,"messages":[{"role":"user","content":"x","\udfff":1}]}""")));

    private static List<Message> Messages(string messages) => ChatWire.Read("{\"messages\":[" + messages + "]}").Messages;

    private static Conversation Read(string options) => ChatWire.Read(WithMessages(options));

    private static string WithMessages(string options) => options.StartsWith("{\"messages\"", StringComparison.Ordinal)
        ? options
        : "{" + Hi + "," + options[1..];
}
