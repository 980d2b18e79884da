using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>
/// What Codex and the Agents SDK send, cut down to its forms, is understood in full: requirements 9 and 10 of clients.
/// </summary>
public sealed class CodexRequestTests
{
    // A model that it does not know: functions, a namespace of them, the search of the web; no instructions.
    [Fact]
    public void ATurnWithFunctions_IsUnderstood()
    {
        var conversation = ResponsesRequests.Read(CodexRequests.WithFunctions, stream: true);

        Assert.Equal(["tools[1].description", "tools[2].external_web_access", "client_metadata"], ResponsesRequests.Losses(conversation));
        Assert.Equal(
            [Role.Developer, Role.User, Role.Assistant, Role.Assistant, Role.Assistant, Role.User, Role.User],
            conversation.Messages.Select(message => message.Role));
        Assert.Equal(
            new ReasoningPart("**Plan**") { Signature = new Signature(Dialect.OpenAIResponses, "gAAAAABp+/="), Path = "input[2]" },
            conversation.Messages[2].Parts[0]);
        Assert.Equal(
            new ToolCallPart("call_2", "spawn", "{}") { Namespace = "multi_agent_v1", Path = "input[4]" }, conversation.Messages[4].Parts[0]);
        Assert.Equal(2, ((ToolResultPart)conversation.Messages[6].Parts[0]).Content.Count);
        Assert.Equal([null, "multi_agent_v1", null], conversation.Tools.Select(tool => tool.Namespace));
        Assert.Equal(
            (true, "0199-thread", "low", new Reasoning { Effort = "medium", Summary = "auto" }),
            (conversation.ParallelToolCalls, conversation.CacheKey, conversation.Verbosity, conversation.Reasoning));
    }

    // gpt-5.6: no tools beside the input, and a custom tool in a namespace that takes JavaScript.
    [Fact]
    public void ATurnWithToolsInItsInput_IsUnderstood()
    {
        var conversation = ResponsesRequests.Read(CodexRequests.WithToolsInInput, stream: true);

        Assert.Equal(["client_metadata"], ResponsesRequests.Losses(conversation));
        Assert.Equal(["functions.exec", "functions.wait", "clock.now"], conversation.Tools.Select(tool => $"{tool.Namespace}.{tool.Name}"));
        Assert.Equal(
            new ToolCallPart("call_1", "exec", "console.log(\"hi\")") { Namespace = "functions", IsCustom = true, Path = "input[2]" },
            conversation.Messages[1].Parts[0]);
        Assert.Equal(("call_1", true), conversation.Messages[2].Parts[0] is ToolResultPart result ? (result.CallId, result.IsCustom) : default);
    }

    // gpt-5.5: a freeform tool, and the search for tools, which the model does without.
    [Fact]
    public void AFreeformTool_IsUnderstood()
    {
        var conversation = ResponsesRequests.ReadWith("""
            "tools":[{"type":"custom","name":"apply_patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"tool_search"}]
            """);

        Assert.Equal((ToolKind.Custom, "apply_patch"), (Assert.Single(conversation.Tools).Kind, conversation.Tools[0].Name));
        Assert.Equal(["tools[1]"], ResponsesRequests.Losses(conversation));
    }

    // The Agents SDK sends an answer's items back as they came.
    [Fact]
    public void AnAnswerSentBack_IsUnderstood()
    {
        var conversation = ResponsesRequests.Read("""
            {"model":"m","instructions":"Be brief.","include":[],"metadata":{},"tools":[],"parallel_tool_calls":false,"input":[
              {"role":"user","content":"Hi"},
              {"id":"msg_1","content":[{"annotations":[],"text":"Ho","type":"output_text","logprobs":[]}],"role":"assistant","status":"completed","type":"message","phase":"final_answer"},
              {"arguments":"{}","call_id":"call_1","name":"f","type":"function_call","id":"fc_1","status":"completed"},
              {"call_id":"call_1","output":"sunny","type":"function_call_output"}]}
            """);

        Assert.Empty(conversation.Losses);
        Assert.Equal(
            """{"model":"m","instructions":"Be brief.","input":[{"type":"message","role":"user","content":"Hi"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Ho"}]},{"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"call_1","output":"sunny"}],"metadata":{},"store":false}""",
            ResponsesRequests.Write(conversation, "m"));
    }
}
