namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What a caller of Responses says is said to a provider of Responses in the same words.</summary>
public sealed class ResponsesRequestRoundTripTests
{
    [Theory]
    // Roles, content as text and as parts.
    [InlineData("""{"type":"message","role":"developer","content":"Be brief."},{"type":"message","role":"system","content":"Be kind."},{"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]}""")]
    [InlineData("""{"type":"message","role":"user","content":"quotes \" and \\ and \n and ü and 日本 and 😀"}""")]
    [InlineData("""{"type":"message","role":"user","content":""}""")]
    // Media.
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_image","image_url":"https://a.example/x.png","detail":"low"},{"type":"input_image","image_url":"data:image/jpeg;base64,/9j/AA=="},{"type":"input_image","file_id":"file-1","detail":"high"}]}""")]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="},{"type":"input_file","file_id":"file-1"},{"type":"input_file","file_url":"https://a.example/x.pdf"}]}""")]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},{"type":"input_audio","input_audio":{"data":"SUQz","format":"mp3"}}]}""")]
    // The model's turns.
    [InlineData("""{"type":"message","role":"user","content":"q"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"I cannot."}]},{"type":"message","role":"user","content":"q2"}""")]
    [InlineData("""{"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\": 1}"},{"type":"custom_tool_call","call_id":"call_2","namespace":"functions","name":"exec","input":"*** Begin"},{"type":"function_call_output","call_id":"call_1","output":"one"},{"type":"custom_tool_call_output","call_id":"call_2","output":[{"type":"input_text","text":"two"},{"type":"input_image","image_url":"data:image/png;base64,iVBOR"}]}""")]
    public void Items_ComeBack(string items)
    {
        var conversation = ResponsesRequests.ReadItems(items);

        Assert.Equal($$"""{"model":"target","input":[{{items}}],"store":false}""", ResponsesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void SealedThoughts_ComeBack()
    {
        const string Items = """{"type":"reasoning","summary":[],"encrypted_content":"gAAA+/="},{"type":"reasoning","summary":[{"type":"summary_text","text":"I think"}],"encrypted_content":"gBBB"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"so"}]}""";
        var conversation = ResponsesRequests.ReadItems(Items);

        Assert.Equal($$"""{"model":"target","input":[{{Items}}],"include":["reasoning.encrypted_content"],"store":false}""", ResponsesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Theory]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"z\",\"description\":\"d\",\"parameters\":{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}},\"strict\":false},{\"type\":\"function\",\"name\":\"a\",\"parameters\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}},\"required\":[\"x\"],\"additionalProperties\":false},\"strict\":true}],\"tool_choice\":\"required\",\"parallel_tool_calls\":false")]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"name\":\"patch\",\"description\":\"d\",\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: \\\"a\\\"\"}},{\"type\":\"web_search\"}],\"tool_choice\":{\"type\":\"custom\",\"name\":\"patch\"}")]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"name\":\"say\"},{\"type\":\"web_search\"}],\"tool_choice\":{\"type\":\"web_search\"}")]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"name\":\"say\",\"format\":{\"type\":\"text\"}}],\"tool_choice\":\"none\"")]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"name\":\"f\"},{\"type\":\"custom\",\"name\":\"g\"}],\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"custom\",\"name\":\"g\"}]}")]
    [InlineData("\"max_output_tokens\":100,\"temperature\":0.5,\"top_p\":0.9,\"top_logprobs\":3,\"include\":[\"message.output_text.logprobs\"]")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"low\"}")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"description\":\"d\",\"schema\":{\"type\" : \"object\",\"properties\":{},\"additionalProperties\":false},\"strict\":true}}")]
    [InlineData("\"reasoning\":{\"effort\":\"minimal\",\"summary\":\"detailed\"},\"service_tier\":\"flex\",\"prompt_cache_key\":\"k\",\"prompt_cache_retention\":\"24h\",\"user\":\"u\",\"metadata\":{\"b\": \"1\",\"a\":\"2\"},\"include\":[\"reasoning.encrypted_content\"]")]
    public void Options_ComeBack(string members)
    {
        var body = $$"""{"model":"target","input":[{"type":"message","role":"user","content":"Hi"}],{{members}},"store":false}""";
        var conversation = ResponsesRequests.Read(body);

        Assert.Equal(body, ResponsesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void InstructionsAndAStream_ComeBack()
    {
        const string Body = """{"model":"target","instructions":"Be brief.","input":[{"type":"message","role":"user","content":"Hi"}],"store":false,"stream":true}""";

        Assert.Equal(Body, ResponsesRequests.Write(ResponsesRequests.Read(Body, stream: true)));
    }

    [Fact]
    public void OtherSpellings_AreTheSame()
    {
        var conversation = ResponsesRequests.Read("""
            {"store":true,"stream":false,"tools":[],"metadata":{},"background":false,"truncation":"disabled","text":{"format":{"type":"text"}},"top_logprobs":0,
             "input":[{"content":"Hi","role":"user"},{"role":"assistant","content":"Ho","id":"msg_1","status":"completed","phase":"commentary"},
              {"content":[{"annotations":[],"logprobs":[],"text":"And","type":"output_text"}],"role":"assistant","type":"message"},
              {"arguments":{"a":1},"name":"f","call_id":"c","type":"function_call","id":"fc_1","status":"completed"},{"output":[],"call_id":"c","type":"function_call_output","id":null}],
             "instructions":"Be brief.","previous_response_id":null,"conversation":null,"prompt":null,"tool_choice":null,"reasoning":{"effort":null,"summary":null},"include":null}
            """);

        Assert.Equal(
            """{"model":"target","instructions":"Be brief.","input":[{"type":"message","role":"user","content":"Hi"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Ho"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"And"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"c","output":""}],"metadata":{},"store":false}""",
            ResponsesRequests.Write(conversation));
        Assert.Equal(["store"], ResponsesRequests.Losses(conversation));
    }
}
