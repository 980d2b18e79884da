using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What is wrong with a body is the caller's to know, by the path of the field.</summary>
public sealed class ResponsesRequestRefusalTests
{
    [Theory]
    [InlineData("{}", "input", FailureCode.MissingField)]
    [InlineData("""{"input":null}""", "input", FailureCode.MissingField)]
    [InlineData("""{"input":[]}""", "input", FailureCode.MissingField)]
    [InlineData("""{"input":[{"type":"additional_tools","tools":[]}]}""", "input", FailureCode.MissingField)]
    [InlineData("""{"input":5}""", "input", FailureCode.InvalidField)]
    [InlineData("""{"input":["x"]}""", "input[0]", FailureCode.InvalidField)]
    [InlineData("""{"input":[null]}""", "input[0]", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":5,"role":"user"}]}""", "input[0].type", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"content":"x"}]}""", "input[0].role", FailureCode.MissingField)]
    [InlineData("""{"input":[{"role":7,"content":"x"}]}""", "input[0].role", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":7}]}""", "input[0].content", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":["x"]}]}""", "input[0].content[0]", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text"}]}]}""", "input[0].content[0].text", FailureCode.MissingField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":[]}]}]}""", "input[0].content[0].text", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","detail":"low"}]}]}""", "input[0].content[0].image_url", FailureCode.MissingField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":{"url":"u"}}]}]}""", "input[0].content[0].image_url", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:text/plain,abc"}]}]}""", "input[0].content[0].image_url", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","filename":"a"}]}]}""", "input[0].content[0].file_data", FailureCode.MissingField)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav"}}]}]}""", "input[0].content[0].input_audio.data", FailureCode.MissingField)]
    [InlineData("""{"input":[{"type":"function_call","name":"f","arguments":"{}"}]}""", "input[0].call_id", FailureCode.MissingField)]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c"}]}""", "input[0].name", FailureCode.MissingField)]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":[]}]}""", "input[0].arguments", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":"custom_tool_call","call_id":"c","name":"f","input":{}}]}""", "input[0].input", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":"function_call_output","output":"x"}]}""", "input[0].call_id", FailureCode.MissingField)]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":{}}]}""", "input[0].output", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":"reasoning","summary":"x"}]}""", "input[0].summary", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":"reasoning","encrypted_content":{}}]}""", "input[0].encrypted_content", FailureCode.InvalidField)]
    [InlineData("""{"input":[{"type":"additional_tools","tools":{}}]}""", "input[0].tools", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","instructions":5}""", "instructions", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","temperature":"hot"}""", "temperature", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","temperature":1e999}""", "temperature", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","max_output_tokens":1.5}""", "max_output_tokens", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","store":"yes"}""", "store", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","background":1}""", "background", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","include":"all"}""", "include", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","reasoning":"high"}""", "reasoning", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","text":{"format":"json"}}""", "text.format", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","text":{"format":{"type":"json_schema","schema":"x"}}}""", "text.format.schema", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","metadata":[]}""", "metadata", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","parallel_tool_calls":1}""", "parallel_tool_calls", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","tools":{}}""", "tools", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","tools":[{"name":"f"}]}""", "tools[0].type", FailureCode.MissingField)]
    [InlineData("""{"input":"x","tools":[{"type":"function"}]}""", "tools[0].name", FailureCode.MissingField)]
    [InlineData("""{"input":"x","tools":[{"type":"function","name":"f","parameters":"x"}]}""", "tools[0].parameters", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","tools":[{"type":"namespace","tools":[]}]}""", "tools[0].name", FailureCode.MissingField)]
    [InlineData("""{"input":"x","tool_choice":5}""", "tool_choice", FailureCode.InvalidField)]
    [InlineData("""{"input":"x","tool_choice":{"type":"function"}}""", "tool_choice.name", FailureCode.MissingField)]
    [InlineData("""{"input":"x","tool_choice":{"type":"allowed_tools","tools":5}}""", "tool_choice.tools", FailureCode.InvalidField)]
    public void AWrongType_IsTheCallersFailure(string body, string param, string code)
    {
        var failure = ResponsesRequests.Refused(body);

        Assert.Equal((400, FailureSide.Caller, code, param), (failure.Status, failure.Side, failure.Code, failure.Param));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"input":[{"role":"user"}""")]
    [InlineData("""{"input":"x"} secret""")]
    [InlineData("""{"input":[{"type":"message","role":"secret"]}""")]
    public void NoJsonObject_IsTheCallersFailure(string body)
    {
        var failure = ResponsesRequests.Refused(body);

        Assert.Equal((400, FailureSide.Caller, FailureCode.InvalidJson), (failure.Status, failure.Side, failure.Code));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADepthBomb_IsTheCallersFailure() => Assert.Equal(
        FailureCode.InvalidJson,
        ResponsesRequests.Refused($$"""{"input":{{string.Concat(Enumerable.Repeat("[{\"content\":", 100_000))}}""").Code);

    [Fact]
    public void ABodyCutAnywhere_IsTheCallersFailure()
    {
        const string Whole = """{"input":[{"role":"user","content":[{"type":"input_text","text":"Gr\u00fc\ud83d\ude00"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"tools":[{"type":"custom","name":"f"}]}""";
        for (var length = 0; length < Whole.Length; length++)
            Assert.Equal(FailureCode.InvalidJson, ResponsesRequests.Refused(Whole[..length]).Code);
        ResponsesRequests.Read(Whole);
    }
}
