using static Relay.Sandbox.SandboxJson;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>The wire shapes of OpenAI Chat.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat</remarks>
internal static class ChatJson
{
    public const string Models = """{"object":"list","data":[{"id":"sandbox","object":"model","created":1700000000,"owned_by":"sandbox"}]}""";

    /// <summary>An error body.</summary>
    public static string Error(string message, string type, string code, string? param = null) =>
        $$$"""{"error":{"message":{{{Quote(message)}}},"type":"{{{type}}}","param":{{{(param is null ? "null" : Quote(param))}}},"code":{{{Quote(code)}}}}}""";

    /// <summary>A chunk of a stream.</summary>
    public static string Chunk(long id, string model, int choice, string delta, string? finishReason = null) =>
        $$$"""{"id":"chatcmpl-{{{id}}}","object":"chat.completion.chunk","created":{{{Created}}},"model":{{{Quote(model)}}},"choices":[{"index":{{{choice}}},"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{(finishReason is null ? "null" : Quote(finishReason))}}}}]}""";

    /// <summary>The chunk of a stream that has the usage.</summary>
    public static string UsageChunk(long id, string model, string usage) =>
        $$$"""{"id":"chatcmpl-{{{id}}}","object":"chat.completion.chunk","created":{{{Created}}},"model":{{{Quote(model)}}},"choices":[],"usage":{{{usage}}}}""";

    /// <summary>The usage of an answer.</summary>
    public static string Usage(SandboxRequest request, Answer answer) =>
        $$$"""{"prompt_tokens":{{{request.PromptTokens}}},"completion_tokens":{{{request.Choices * answer.Tokens}}},"total_tokens":{{{request.PromptTokens + (request.Choices * answer.Tokens)}}},"prompt_tokens_details":{"cached_tokens":{{{request.CachedOf(answer)}}}},"completion_tokens_details":{"reasoning_tokens":{{{request.Choices * answer.Reasoning.Count}}}}}""";

    /// <summary>A whole answer.</summary>
    public static string Whole(long id, SandboxRequest request, Answer answer, string finishReason, string? usage) =>
        $$$"""{"id":"chatcmpl-{{{id}}}","object":"chat.completion","created":{{{Created}}},"model":{{{Quote(request.Model)}}},"choices":[{{{string.Join(',', Enumerable.Range(0, request.Choices).Select(choice => Choice(choice, answer, finishReason)))}}}]{{{(usage is null ? "" : ",\"usage\":" + usage)}}}}""";

    /// <summary>The deltas of an answer, one for each token, and one more for each call of a tool that begins.</summary>
    public static IEnumerable<(string Delta, bool IsToken)> Deltas(Answer answer)
    {
        yield return ("""{"role":"assistant","content":""}""", false);
        foreach (var piece in answer.Reasoning) yield return ($$"""{"reasoning_content":{{Quote(piece)}}}""", true);
        foreach (var piece in answer.Text) yield return ($$"""{"content":{{Quote(piece)}}}""", true);
        foreach (var (index, call) in answer.ToolCalls.Index())
        {
            yield return ($$$"""{"tool_calls":[{"index":{{{index}}},"id":{{{Quote(call.Id)}}},"type":"function","function":{"name":{{{Quote(call.Name)}}},"arguments":""}}]}""", false);
            foreach (var piece in call.Arguments)
                yield return ($$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{Quote(piece)}}}}}]}""", true);
        }
    }

    private static string Choice(int index, Answer answer, string finishReason) =>
        $$$"""{"index":{{{index}}},"message":{"role":"assistant","content":{{{Text(answer)}}}{{{Reasoning(answer)}}}{{{ToolCalls(answer)}}},"refusal":null},"logprobs":null,"finish_reason":{{{Quote(finishReason)}}}}""";

    private static string Text(Answer answer) =>
        answer.Text.Count == 0 && answer.ToolCalls.Count > 0 ? "null" : Quote(string.Concat(answer.Text));

    private static string Reasoning(Answer answer) =>
        answer.Reasoning.Count == 0 ? "" : $",\"reasoning_content\":{Quote(string.Concat(answer.Reasoning))}";

    private static string ToolCalls(Answer answer) => answer.ToolCalls.Count == 0 ? "" : ",\"tool_calls\":[" + string.Join(',',
        answer.ToolCalls.Select(call =>
            $$$"""{"id":{{{Quote(call.Id)}}},"type":"function","function":{"name":{{{Quote(call.Name)}}},"arguments":{{{Quote(call.Whole)}}}}}""")) + "]";
}
