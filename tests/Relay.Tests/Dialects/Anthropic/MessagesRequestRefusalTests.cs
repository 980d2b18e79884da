using System.Text;
using Relay.Dialects.Anthropic;
using Relay.Failures;

namespace Relay.Tests.Dialects.Anthropic;

/// <summary>Bodies that are refused, with the field that is wrong.</summary>
public sealed class MessagesRequestRefusalTests
{
    [Theory]
    [InlineData("messages", "1")]
    [InlineData("messages[1]", """[{"role":"user","content":"a"},2]""")]
    [InlineData("messages[0].role", """[{"role":1,"content":"a"}]""")]
    [InlineData("messages[0].content", """[{"role":"user","content":7}]""")]
    [InlineData("messages[0].content[1]", """[{"content":[{"type":"text","text":"a"},"b"]}]""")]
    [InlineData("messages[0].content[0].type", """[{"content":[{"type":1}]}]""")]
    [InlineData("messages[0].content[0].text", """[{"content":[{"type":"text","text":1}]}]""")]
    [InlineData("messages[0].content[0].cache_control", """[{"content":[{"type":"text","text":"a","cache_control":"x"}]}]""")]
    [InlineData("messages[0].content[0].cache_control.ttl", """[{"content":[{"type":"text","text":"a","cache_control":{"ttl":5}}]}]""")]
    [InlineData("messages[0].content[0].signature", """[{"content":[{"type":"thinking","thinking":"a","signature":{}}]}]""")]
    [InlineData("messages[0].content[0].input", """[{"content":[{"type":"tool_use","id":"t","name":"f","input":"{}"}]}]""")]
    [InlineData("messages[0].content[0].is_error", """[{"content":[{"type":"tool_result","tool_use_id":"t","is_error":"no"}]}]""")]
    [InlineData("messages[0].content[0].content[0].text", """[{"content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":[]}]}]}]""")]
    [InlineData("messages[0].content[0].source", """[{"content":[{"type":"image","source":"x"}]}]""")]
    [InlineData("messages[0].content[0].source.data", """[{"content":[{"type":"image","source":{"type":"base64","data":"no base64!"}}]}]""")]
    [InlineData("messages[0].content[0].source.url", """[{"content":[{"type":"image","source":{"type":"url","url":1}}]}]""")]
    [InlineData("system", "1")]
    [InlineData("system[0].text", """[{"type":"text","text":false}]""")]
    [InlineData("tools", "{}")]
    [InlineData("tools[0]", "[1]")]
    [InlineData("tools[0].name", """[{"name":1}]""")]
    [InlineData("tools[0].input_schema", """[{"name":"f","input_schema":"x"}]""")]
    [InlineData("tool_choice", "\"auto\"")]
    [InlineData("tool_choice.disable_parallel_tool_use", """{"type":"auto","disable_parallel_tool_use":1}""")]
    [InlineData("max_tokens", "1.5")]
    [InlineData("max_tokens", "\"many\"")]
    [InlineData("temperature", "{}")]
    [InlineData("temperature", "1e400")]
    [InlineData("stop_sequences[1]", """["a",1]""")]
    [InlineData("metadata", "[]")]
    [InlineData("thinking.budget_tokens", """{"type":"enabled","budget_tokens":"x"}""")]
    [InlineData("output_config.effort", """{"effort":3}""")]
    [InlineData("output_config.format.schema", """{"format":{"type":"json_schema","schema":"x"}}""")]
    public void AWrongType_IsNamedByPath(string path, string value)
    {
        var field = path.Split('.', '[')[0];
        var failure = MessagesRequests.Refused($$"""{"{{field}}":{{value}}}""");
        Assert.Equal((400, FailureCode.InvalidField, path), (failure.Status, failure.Code, failure.Param));
        Assert.Equal((FailureStage.Ingress, FailureSide.Caller), (failure.Stage, failure.Side));
    }

    [Theory]
    [InlineData("messages", "{}")]
    [InlineData("messages", """{"messages":[]}""")]
    [InlineData("messages", """{"messages":null,"system":"a"}""")]
    [InlineData("messages[0].content[0].type", """{"messages":[{"content":[{"text":"a"}]}]}""")]
    [InlineData("messages[0].content[0].text", """{"messages":[{"content":[{"type":"text"}]}]}""")]
    [InlineData("messages[0].content[0].id", """{"messages":[{"content":[{"type":"tool_use","name":"f"}]}]}""")]
    [InlineData("messages[0].content[0].name", """{"messages":[{"content":[{"type":"tool_use","id":"t"}]}]}""")]
    [InlineData("messages[0].content[0].tool_use_id", """{"messages":[{"content":[{"type":"tool_result"}]}]}""")]
    [InlineData("messages[0].content[0].data", """{"messages":[{"content":[{"type":"redacted_thinking"}]}]}""")]
    [InlineData("messages[0].content[0].source", """{"messages":[{"content":[{"type":"image"}]}]}""")]
    [InlineData("tools[0].name", """{"tools":[{"input_schema":{}}],"messages":[{"content":"a"}]}""")]
    [InlineData("tool_choice.name", """{"tool_choice":{"type":"tool"},"messages":[{"content":"a"}]}""")]
    public void AFieldThatIsNotThere_IsNamed(string path, string body)
    {
        var failure = MessagesRequests.Refused(body);
        Assert.Equal((400, FailureCode.MissingField, path), (failure.Status, failure.Code, failure.Param));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"messages":[{"content":"secret words"]}""")]
    [InlineData("""{"messages":[{"content":"secret words"}]} x""")]
    [InlineData("{\"messages\":[{\"content\":\"secret words\u0001\"}]}")]
    public void ABodyThatIsNoObject_IsRefused_AndNotQuoted(string body)
    {
        var failure = MessagesRequests.Refused(body);
        Assert.Equal((400, FailureCode.InvalidJson), (failure.Status, failure.Code));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeepBody_IsRefused()
    {
        var body = "{\"messages\":" + new string('[', 100_000);
        Assert.Equal(FailureCode.InvalidJson, new MessagesRequestReader().Read(Encoding.UTF8.GetBytes(body), "m", stream: false).Failure?.Code);
    }
}
