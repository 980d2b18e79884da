using static Relay.Sandbox.SandboxJson;

namespace Relay.Sandbox.Anthropic;

/// <summary>The wire shapes of Anthropic Messages.</summary>
/// <remarks>https://platform.claude.com/docs/en/build-with-claude/streaming</remarks>
internal static class MessagesJson
{
    /// <summary>What seals the sandbox's reasoning; it must come back as it is.</summary>
    private const string Signature = "c2FuZGJveA==";

    /// <summary>An error, as a body and as an event.</summary>
    public static string Error(string type, string message) =>
        $$$"""{"type":"error","error":{"type":{{{Quote(type)}}},"message":{{{Quote(message)}}}},"request_id":null}""";

    /// <summary>The beginning of a stream.</summary>
    public static string Start(long id, SandboxRequest request, Answer answer, bool hasUsage) =>
        $$$"""{"type":"message_start","message":{"id":"msg_{{{id}}}","type":"message","role":"assistant","model":{{{Quote(request.Model)}}},"content":[],"stop_reason":null,"stop_sequence":null{{{Usage(request, answer, hasUsage ? 0 : null)}}}}}""";

    /// <summary>The blocks of an answer: how each begins, and its deltas with whether each is a token.</summary>
    public static IEnumerable<(string Head, IEnumerable<(string Delta, bool IsToken)> Deltas)> Blocks(Answer answer)
    {
        if (answer.Reasoning.Count > 0)
        {
            yield return ("""{"type":"thinking","thinking":"","signature":""}""",
                answer.Reasoning.Select(piece => ($$"""{"type":"thinking_delta","thinking":{{Quote(piece)}}}""", true))
                    .Append(($$"""{"type":"signature_delta","signature":"{{Signature}}"}""", false)));
        }

        if (answer.Text.Count > 0 || answer.ToolCalls.Count == 0)
        {
            yield return ("""{"type":"text","text":""}""",
                answer.Text.Select(piece => ($$"""{"type":"text_delta","text":{{Quote(piece)}}}""", true)));
        }

        foreach (var call in answer.ToolCalls)
        {
            yield return ($$$"""{"type":"tool_use","id":{{{Quote(call.Id)}}},"name":{{{Quote(call.Name)}}},"input":{}}""",
                call.Arguments.Select(piece => ($$"""{"type":"input_json_delta","partial_json":{{Quote(piece)}}}""", true)));
        }
    }

    /// <summary>The beginning of a block.</summary>
    public static string BlockStart(int index, string head) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{head}}}""";

    /// <summary>A piece of a block.</summary>
    public static string BlockDelta(int index, string delta) => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""";

    /// <summary>The end of a block.</summary>
    public static string BlockStop(int index) => $$"""{"type":"content_block_stop","index":{{index}}}""";

    /// <summary>Why it ends, and the tokens of the answer; null to leave them out.</summary>
    public static string Delta(string reason, int? tokens) =>
        $$$"""{"type":"message_delta","delta":{"stop_reason":{{{Quote(reason)}}},"stop_sequence":null}{{{OutputOf(tokens)}}}}""";

    /// <summary>A whole answer.</summary>
    public static string Whole(long id, SandboxRequest request, Answer answer, string reason, bool hasUsage) =>
        $$"""{"id":"msg_{{id}}","type":"message","role":"assistant","model":{{Quote(request.Model)}},"content":[{{string.Join(',', WholeBlocks(answer))}}],"stop_reason":{{Quote(reason)}},"stop_sequence":null{{Usage(request, answer, hasUsage ? answer.Tokens : null)}}}""";

    private static IEnumerable<string> WholeBlocks(Answer answer)
    {
        if (answer.Reasoning.Count > 0)
            yield return $$"""{"type":"thinking","thinking":{{Quote(string.Concat(answer.Reasoning))}},"signature":"{{Signature}}"}""";
        if (answer.Text.Count > 0 || answer.ToolCalls.Count == 0)
            yield return $$"""{"type":"text","text":{{Quote(string.Concat(answer.Text))}}}""";
        foreach (var call in answer.ToolCalls)
        {
            // Arguments that a limit cut off are no JSON.
            yield return $$"""{"type":"tool_use","id":{{Quote(call.Id)}},"name":{{Quote(call.Name)}},"input":{{(answer.FinishReason == "length" ? "{}" : call.Whole)}}}""";
        }
    }

    private static string OutputOf(int? tokens) => tokens is null ? "" : $$""","usage":{"output_tokens":{{tokens}}}""";

    // What was cached is not among the input tokens here.
    private static string Usage(SandboxRequest request, Answer answer, int? output) => output is null ? "" :
        $$""","usage":{"input_tokens":{{request.PromptTokens - request.CachedOf(answer)}},"cache_creation_input_tokens":0,"cache_read_input_tokens":{{request.CachedOf(answer)}},"output_tokens":{{output}}}""";
}
