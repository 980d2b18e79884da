namespace Relay.Tests.Dialects.Gemini;

/// <summary>What a Gemini caller says is said to Gemini in the same words.</summary>
public sealed class GeminiRequestRoundTripTests
{
    private const string User = """{"role":"user","parts":[{"text":"Hi"}]}""";

    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Grüß dich"}]}]}""")]
    [InlineData("""{"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""")]
    // A turn of tools: signatures, ids, order, arguments byte for byte, results and failures.
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"I think","thought":true,"thoughtSignature":"AA=="},{"text":"Let me see","thoughtSignature":"BB-_"},{"functionCall":{"id":"c1","name":"f","args":{"b": 1.0,"a":"\u00fc"}},"thoughtSignature":"CC=="},{"functionCall":{"id":"c2","name":"g","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"output":"done"}}},{"functionResponse":{"id":"c2","name":"g","response":{"error":"no such file"}}},{"text":"Go on"}]}]}""")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"id":"c1","name":"f","args":{}},"thoughtSignature":"CC=="}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"output":"see"},"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}]}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},{"inlineData":{"mimeType":"application/pdf","data":"JVBERg=="}},{"inlineData":{"mimeType":"audio/wav","data":"UklGRg=="}},{"inlineData":{"mimeType":"video/mp4","data":"AAAA"}},{"fileData":{"mimeType":"image/jpeg","fileUri":"https://a.example/x.jpg"}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://bucket/x"}},{"fileData":{"mimeType":"application/pdf","fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}}]}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"b","description":"B","parametersJsonSchema":{"$defs":{"x":{"type":"string"}},"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"additionalProperties":false}},{"name":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"AUTO"}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["b"]}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["b","a"]}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]}],"toolConfig":{"functionCallingConfig":{"mode":"VALIDATED","allowedFunctionNames":["b"]}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"NONE"}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"googleSearch":{}}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":64000,"temperature":0.7,"topP":0.95,"topK":64,"stopSequences":["a","\n"],"seed":-5,"presencePenalty":-0.5,"frequencyPenalty":1.5,"candidateCount":8,"responseLogprobs":true,"logprobs":3},"serviceTier":"flex"}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":0,"temperature":0,"topP":0,"seed":0}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"responseMimeType":"application/json"}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"a":{"$ref":"#"}}}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"high","includeThoughts":true}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":0,"includeThoughts":false}}}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":2048}}}""")]
    public void ARequest_IsSaidAgainTheSame(string body)
    {
        var conversation = GeminiRequests.Read(body);
        Assert.Equal(body, GeminiRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Theory]
    // Other spellings of the same.
    [InlineData("""{"contents":{"parts":{"text":"Hi"}}}""", "")]
    [InlineData("""{"contents":[{"role":"USER","parts":[{"text":"Hi"}]}],"model":"models/x","tools":null,"generation_config":null,"safetySettings":null}""", "")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"system_instruction":"Be brief."}""", "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},")]
    public void OtherSpellings_AreTheSame(string body, string before)
    {
        var conversation = GeminiRequests.Read(body);
        Assert.Equal($$"""{{{before}}"contents":[{{User}}]}""", GeminiRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void SnakeCase_IsReadThroughout()
    {
        var conversation = GeminiRequests.Read(
            """{"contents":[{"role":"model","parts":[{"function_call":{"id":"c","name":"f"},"thought_signature":"AA=="}]},{"role":"user","parts":[{"function_response":{"id":"c","name":"f","response":{"output":"x"}}},{"inline_data":{"mime_type":"image/png","data":"AA-_AA"}},{"file_data":{"mime_type":"image/png","file_uri":"files/a"}}]}],"tools":[{"function_declarations":[{"name":"f","parameters_json_schema":{"type":"object"}}]}],"tool_config":{"function_calling_config":{"mode":"any","allowed_function_names":["f"]}},"generation_config":{"max_output_tokens":"5","top_p":"0.5","top_k":40.0,"stop_sequences":["s"],"thinking_config":{"thinking_budget":7,"include_thoughts":true},"response_mime_type":"application/json","response_json_schema":{}},"service_tier":"PRIORITY"}""");
        Assert.Equal(
            """{"contents":[{"role":"model","parts":[{"functionCall":{"id":"c","name":"f","args":{}},"thoughtSignature":"AA=="}]},{"role":"user","parts":[{"functionResponse":{"id":"c","name":"f","response":{"output":"x"}}},{"inlineData":{"mimeType":"image/png","data":"AA+/AA=="}},{"fileData":{"mimeType":"image/png","fileUri":"files/a"}}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"generationConfig":{"maxOutputTokens":5,"topP":0.5,"topK":40,"stopSequences":["s"],"responseMimeType":"application/json","responseJsonSchema":{},"thinkingConfig":{"thinkingBudget":7,"includeThoughts":true}},"serviceTier":"priority"}""",
            GeminiRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }
}
