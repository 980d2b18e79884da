namespace Relay.Tests.Dialects.Anthropic;

/// <summary>What a caller of Messages says is said to Anthropic in the same words.</summary>
public sealed class MessagesRequestRoundTripTests
{
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("\"max_tokens\":64000,\"messages\":[{\"role\":\"user\",\"content\":\"Grüß dich \\\"\\n\"}]")]
    [InlineData("\"max_tokens\":1,\"system\":\"Be brief.\"," + Hi)]
    [InlineData("\"max_tokens\":1,\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"},{\"type\":\"text\",\"text\":\"Be kind.\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]," + Hi)]
    // A turn of tools: thoughts, seals, ids, order, arguments byte for byte, results and failures, marks on any block.
    [InlineData("""
        "max_tokens":1,"tools":[{"name":"f","description":"F","input_schema":{"type":"object","properties":{"b":{"$ref":"#/$defs/x"}},"$defs":{"x":{}}}},{"name":"g","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"Er0B+/="},{"type":"redacted_thinking","data":"EmwK+/="},{"type":"text","text":"Let me see.","cache_control":{"type":"ephemeral"}},{"type":"tool_use","id":"toolu_1","name":"f","input":{"b": 1.0,"a":"\u00fc"}},{"type":"tool_use","id":"toolu_2","name":"g","input":{},"cache_control":{"type":"ephemeral"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"done"},{"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"no such file"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}],"is_error":true,"cache_control":{"type":"ephemeral","ttl":"5m"}},{"type":"text","text":"Go on."}]}]
        """)]
    [InlineData("""
        "max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AA+/"}},{"type":"image","source":{"type":"url","url":"https://a.example/x.png"}},{"type":"image","source":{"type":"file","file_id":"file_011C"},"cache_control":{"type":"ephemeral"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERg=="},"title":"A","context":"What it is about"},{"type":"document","source":{"type":"url","url":"https://a.example/x.pdf"}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Grüße\nund mehr"},"title":"B"}]}]
        """)]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}],\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}," + Hi)]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"any\"}," + Hi)]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}," + Hi)]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"none\"}," + Hi)]
    [InlineData("\"max_tokens\":1,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"additionalProperties\":false},\"strict\":true}]," + Hi)]
    [InlineData("\"max_tokens\":3000," + Hi + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}")]
    [InlineData("\"max_tokens\":3000," + Hi + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048,\"display\":\"omitted\"}")]
    [InlineData("\"max_tokens\":3000," + Hi + ",\"thinking\":{\"type\":\"disabled\"}")]
    [InlineData("\"max_tokens\":1," + Hi + ",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}}}")]
    [InlineData("\"max_tokens\":1," + Hi + ",\"temperature\":0,\"top_k\":40,\"stop_sequences\":[\"a\",\"\\n\\nHuman:\"],\"service_tier\":\"standard_only\",\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"s\\\"}\"}")]
    [InlineData("\"max_tokens\":1," + Hi + ",\"top_p\":0.5,\"service_tier\":\"auto\"")]
    public void ARequest_IsSaidAgainTheSame(string members) => AssertSame(members, "claude-sonnet-4-5");

    [Theory]
    [InlineData("\"max_tokens\":1," + Hi + ",\"thinking\":{\"type\":\"adaptive\"}")]
    [InlineData("\"max_tokens\":1," + Hi + ",\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"output_config\":{\"effort\":\"xhigh\"}")]
    [InlineData("\"max_tokens\":1," + Hi + ",\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},\"output_config\":{\"effort\":\"max\",\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"string\"}}}")]
    // A system's message in the midst, behind the user's: at the end, and before an assistant's.
    [InlineData("\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"assistant\",\"content\":\"Ho\"},{\"role\":\"user\",\"content\":\"And?\"},{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Now.\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]")]
    public void ARequestToTheNewestModels_IsSaidAgainTheSame(string members) => AssertSame(members, "claude-opus-4-8");

    [Fact]
    public void OtherSpellings_AreTheSame()
    {
        var conversation = MessagesRequests.Read(
            """{"stream":true,"system":null,"metadata":null,"thinking":null,"tools":[],"messages":[{"content":[{"text":"Hi","type":"text","cache_control":null,"citations":null}],"role":"user"},{"role":"assistant","content":null},{"role":"assistant","content":[]}],"tool_choice":null,"max_tokens":5.0,"stop_sequences":[],"model":"m","context_management":{},"output_format":null}""");
        Assert.Equal("""{"model":"claude-sonnet-4-5","max_tokens":5,"messages":[{"role":"user","content":"Hi"}],"stream":true}""", MessagesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    private static void AssertSame(string members, string model)
    {
        var body = $$"""{"model":"{{model}}",{{members.Trim()}},"stream":true}""";
        // The order in which the prompt is cached: tools, system, messages.
        var conversation = MessagesRequests.Read(body);
        Assert.Equal(body, MessagesRequests.Write(conversation, model));
        Assert.Empty(conversation.Losses);
    }
}
