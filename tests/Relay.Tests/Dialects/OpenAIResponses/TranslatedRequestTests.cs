using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Dialects.Anthropic;
using Relay.Dialects.Conversations;
using Relay.Dialects.Gemini;
using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What agents of one dialect ask can be asked in the others, and nothing that matters is lost.</summary>
public sealed class TranslatedRequestTests
{
    public static TheoryData<string, string, string> Codex => new()
    {
        { nameof(Dialect.OpenAIChat), CodexRequests.WithFunctions, "multi_agent_v1__spawn" },
        { nameof(Dialect.OpenAIChat), CodexRequests.WithToolsInInput, "functions__exec" },
        { nameof(Dialect.Anthropic), CodexRequests.WithFunctions, "multi_agent_v1__spawn" },
        { nameof(Dialect.Anthropic), CodexRequests.WithToolsInInput, "functions__exec" },
        { nameof(Dialect.Gemini), CodexRequests.WithFunctions, "multi_agent_v1.spawn" },
        { nameof(Dialect.Gemini), CodexRequests.WithToolsInInput, "functions.exec" },
    };

    [Theory]
    [MemberData(nameof(Codex))]
    public void CodexIsUnderstood_ByEveryDialect(string dialect, string body, string tool)
    {
        IRequestWriter writer = Enum.Parse<Dialect>(dialect) switch
        {
            Dialect.OpenAIChat => new ChatRequestWriter(ChatProviderForm.OpenAI),
            Dialect.Anthropic => new MessagesRequestWriter(),
            _ => new GeminiRequestWriter(),
        };
        var conversation = ResponsesRequests.Read(body, stream: true);
        var output = new ArrayBufferWriter<byte>();
        writer.Write(conversation, "target", output);

        Assert.DoesNotContain(conversation.Losses, loss => loss.ChangesMeaning);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(output.WrittenSpan).ValueKind);
        // As a tool, as the call in the history, and for Gemini as what the result is of.
        Assert.Equal(dialect == nameof(Dialect.Gemini) ? 4 : 3, Encoding.UTF8.GetString(output.WrittenSpan).Split($"\"{tool}\"").Length);
    }

    [Fact]
    public void ClaudeCode_IsUnderstood()
    {
        var conversation = Read(new MessagesRequestReader(), """
            {"model":"m","max_tokens":32000,"stream":true,"thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"high"},"metadata":{"user_id":"{\"session_id\":\"s\"}"},
             "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2"},{"type":"text","text":"You are.","cache_control":{"type":"ephemeral"}}],
             "tools":[{"name":"Bash","description":"Runs.","input_schema":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"relay1.os.gAAA"},{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"a.txt"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}],"is_error":false}]},{"role":"system","content":"Go on."}]}
            """);

        Assert.Equal(
            """{"model":"gpt-5.2","input":[{"type":"message","role":"system","content":[{"type":"input_text","text":"x-anthropic-billing-header: cc_version=2"},{"type":"input_text","text":"You are."}]},{"type":"message","role":"user","content":"Hi"},{"type":"reasoning","summary":[],"encrypted_content":"gAAA"},{"type":"function_call","call_id":"toolu_1","name":"Bash","arguments":"{\"command\":\"ls\"}"},{"type":"function_call_output","call_id":"toolu_1","output":[{"type":"input_text","text":"a.txt"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="}]},{"type":"message","role":"system","content":"Go on."}],"tools":[{"type":"function","name":"Bash","description":"Runs.","parameters":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]},"strict":false}],"max_output_tokens":32000,"reasoning":{"effort":"high"},"user":"{\"session_id\":\"s\"}","include":["reasoning.encrypted_content"],"store":false,"stream":true}""",
            ResponsesRequests.Write(conversation, "gpt-5.2"));
        Assert.DoesNotContain(conversation.Losses, loss => loss.ChangesMeaning);
    }

    [Fact]
    public void AChatAgent_IsUnderstood()
    {
        var conversation = Read(new ChatRequestReader(), """
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"max_tokens":32000,"temperature":0,"tool_choice":"auto",
             "tools":[{"type":"function","function":{"name":"read","description":"Reads.","parameters":{"type":"object","properties":{}}}}],
             "messages":[{"role":"system","content":"You are."},{"role":"user","content":[{"type":"text","text":"Hi"}]},
              {"role":"assistant","content":null,"reasoning_details":[{"type":"reasoning.encrypted","data":"relay1.os.gAAA"}],"tool_calls":[{"id":"call_1","type":"function","function":{"name":"read","arguments":""}}]},
              {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"a"}]}]}
            """);

        Assert.Equal(
            """{"model":"target","instructions":"You are.","input":[{"type":"message","role":"user","content":"Hi"},{"type":"reasoning","summary":[],"encrypted_content":"gAAA"},{"type":"function_call","call_id":"call_1","name":"read","arguments":"{}"},{"type":"function_call_output","call_id":"call_1","output":"a"}],"tools":[{"type":"function","name":"read","description":"Reads.","parameters":{"type":"object","properties":{}},"strict":false}],"tool_choice":"auto","max_output_tokens":32000,"temperature":0,"include":["reasoning.encrypted_content"],"store":false,"stream":true}""",
            ResponsesRequests.Write(conversation));
        Assert.Empty(conversation.Losses);
    }

    [Fact]
    public void GeminiCli_IsUnderstood()
    {
        var conversation = Read(new GeminiRequestReader(), """
            {"systemInstruction":{"role":"user","parts":[{"text":"You are."}]},"generationConfig":{"temperature":1,"topP":0.95,"topK":64,"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"HIGH"}},
             "tools":[{"functionDeclarations":[{"name":"list.dir","description":"Lists.","parametersJsonSchema":{"type":"object","properties":{"p":{"type":"string"}}}}]}],
             "contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"id":"list-1","name":"list.dir","args":{"p":"."}},"thoughtSignature":"c2ln"}]},
              {"role":"user","parts":[{"functionResponse":{"id":"list-1","name":"list.dir","response":{"output":"a.txt"}}}]}]}
            """);
        var written = ResponsesRequests.Write(conversation, "gpt-5.2");

        Assert.StartsWith(
            """{"model":"gpt-5.2","instructions":"You are.","input":[{"type":"message","role":"user","content":"Hi"},{"type":"function_call","call_id":"list-1","name":"list_dir","arguments":"{\"p\":\".\"}"},{"type":"function_call_output","call_id":"list-1","output":""",
            written, StringComparison.Ordinal);
        Assert.Contains("\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}", written, StringComparison.Ordinal);
        Assert.DoesNotContain(conversation.Losses, loss => loss.ChangesMeaning);
    }

    private static Conversation Read(IRequestReader reader, string body)
    {
        Assert.True(reader.Read(Encoding.UTF8.GetBytes(body), "asked", stream: true).Succeeded(out var conversation, out var failure), failure?.Message);
        return conversation;
    }
}
