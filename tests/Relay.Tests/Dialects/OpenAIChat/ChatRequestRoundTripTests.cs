using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>What the dialect can say comes back as it was said.</summary>
public sealed class ChatRequestRoundTripTests
{
    private static readonly ChatProviderForm Generous = ChatProviderForm.OpenAI with { TakesCacheControl = true, ReasoningField = "reasoning_content" };

    [Theory]
    // Roles, names, content as text and as parts.
    [InlineData("""[{"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},{"role":"user","name":"ada","content":"Hi"}]""")]
    [InlineData("""[{"role":"user","content":"a"},{"role":"system","content":"in the middle"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}]}]""")]
    [InlineData("""[{"role":"user","content":""}]""")]
    [InlineData("""[{"role":"user","content":"quotes \" and \\ and \n and ü and 日本 and 😀"}]""")]
    // Media.
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/AA=="}}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},{"type":"input_audio","input_audio":{"data":"SUQz","format":"mp3"}}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},{"type":"file","file":{"file_id":"file-1"}}]}]""")]
    // Cache marks.
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"long","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"short"}]}]""")]
    // The model's turns.
    [InlineData("""[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"q2"}]""")]
    [InlineData("""[{"role":"assistant","content":null,"refusal":"I cannot."}]""")]
    [InlineData("""[{"role":"assistant","content":"so","reasoning_content":"I think"}]""")]
    [InlineData("""[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}},{"id":"c2","type":"custom","custom":{"name":"patch","input":"*** Begin"}}]},{"role":"tool","tool_call_id":"c1","content":"one"},{"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"},{"type":"text","text":"three"}]}]""")]
    // What a provider signed.
    [InlineData("""[{"role":"assistant","content":"so","reasoning_content":"I think","reasoning_details":[{"type":"reasoning.text","signature":"sig==","format":"anthropic-claude-v1","id":null,"text":"I think","index":0},{"type":"reasoning.encrypted","data":"gAAA","format":"openai-responses-v1","id":"rs_1","index":1}]}]""")]
    public void Messages_ComeBack(string messages)
    {
        var conversation = ChatWire.Read($$"""{"model":"asked","messages":{{messages}}}""");

        Assert.Equal($$"""{"model":"target","messages":{{messages}}}""", ChatWire.Write(conversation, Generous));
        Assert.Empty(conversation.Losses);
    }

    [Theory]
    [InlineData(""","max_completion_tokens":100,"temperature":0.5,"top_p":0.9,"stop":["a","b"],"seed":7,"frequency_penalty":-1,"presence_penalty":1.5,"n":3,"logprobs":true,"top_logprobs":3""")]
    [InlineData(""","reasoning_effort":"minimal","verbosity":"low","service_tier":"flex","prompt_cache_key":"k","prompt_cache_retention":"24h","user":"u","metadata":{"b": "1","a":"2"}""")]
    [InlineData(""","response_format":{"type":"json_object"}""")]
    [InlineData(""","response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type" : "object","$defs":{}},"strict":true}}""")]
    [InlineData(""","tools":[{"type":"function","function":{"name":"z","description":"d","parameters":{"type":"object","properties":{"b":{},"a":{}}},"strict":false},"cache_control":{"type":"ephemeral"}},{"type":"function","function":{"name":"a"}}],"tool_choice":"required","parallel_tool_calls":false""")]
    [InlineData(""","tools":[{"type":"custom","custom":{"name":"patch","description":"d","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: \"a\""}}}}],"tool_choice":{"type":"custom","custom":{"name":"patch"}}""")]
    [InlineData(""","tools":[{"type":"custom","custom":{"name":"say","format":{"type":"text"}}}],"tool_choice":"none" """)]
    [InlineData(""","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"f"}}""")]
    [InlineData(""","tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""")]
    [InlineData(""","web_search_options":{}""")]
    public void Options_ComeBack(string options)
    {
        var body = $$"""{"model":"target","messages":[{"role":"user","content":"x"}]{{options.TrimEnd()}}}""";
        var conversation = ChatWire.Read(body);

        Assert.Equal(body, ChatWire.Write(conversation, Generous));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void AStream_IsAskedForUsage_WhoeverAsksForIt()
    {
        const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        var quiet = ChatWire.Read("{" + Messages + "}", stream: true);
        var asking = ChatWire.Read("{" + Messages + ",\"stream_options\":{\"include_usage\":true}}", stream: true);

        Assert.Equal((false, true), (quiet.UsageAsked, asking.UsageAsked));
        Assert.Equal("{\"model\":\"target\"," + Messages + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}", ChatWire.Write(quiet));
        Assert.Equal($$"""{"model":"target",{{Messages}},"stream":true}""", ChatWire.Write(quiet, new() { RefusesStreamOptions = true }));
    }
}
