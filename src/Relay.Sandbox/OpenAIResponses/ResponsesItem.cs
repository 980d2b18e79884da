using static Relay.Sandbox.SandboxJson;

namespace Relay.Sandbox.OpenAIResponses;

/// <summary>An item of a Responses answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Begun">The item as it begins.</param>
/// <param name="Events">What happens in it: the event's type, its data and whether it is a token.</param>
/// <param name="Done">The whole item.</param>
internal sealed record ResponsesItem(string Id, string Begun, IEnumerable<(string Type, string Data, bool IsToken)> Events, string Done)
{
    /// <summary>What seals the sandbox's reasoning; it must come back as it is.</summary>
    private const string Encrypted = "c2FuZGJveA==";

    private const string FirstSummary = "\"summary_index\":0,";
    private const string FirstContent = "\"content_index\":0,";

    /// <summary>The items of an answer.</summary>
    public static IEnumerable<ResponsesItem> Of(long id, Answer answer)
    {
        if (answer.Reasoning.Count > 0) yield return ReasoningOf($"rs_{id}", answer.Reasoning);
        if (answer.Text.Count > 0 || answer.ToolCalls.Count == 0) yield return MessageOf($"msg_{id}", answer.Text);
        foreach (var (index, call) in answer.ToolCalls.Index()) yield return CallOf($"fc_{id}_{index}", call);
    }

    private static ResponsesItem ReasoningOf(string id, IReadOnlyList<string> pieces)
    {
        var text = Quote(string.Concat(pieces));
        return new(
            id,
            $$"""{"id":"{{id}}","type":"reasoning","summary":[],"encrypted_content":null}""",
            [
                ("response.reasoning_summary_part.added", FirstSummary + $"\"part\":{SummaryOf("\"\"")}", false),
                .. pieces.Select(piece => ("response.reasoning_summary_text.delta", FirstSummary + $"\"delta\":{Quote(piece)}", true)),
                ("response.reasoning_summary_text.done", FirstSummary + $"\"text\":{text}", false),
                ("response.reasoning_summary_part.done", FirstSummary + $"\"part\":{SummaryOf(text)}", false),
            ],
            $$"""{"id":"{{id}}","type":"reasoning","summary":[{{SummaryOf(text)}}],"encrypted_content":"{{Encrypted}}"}""");
    }

    private static ResponsesItem MessageOf(string id, IReadOnlyList<string> pieces)
    {
        var text = Quote(string.Concat(pieces));
        return new(
            id,
            $$"""{"id":"{{id}}","type":"message","status":"in_progress","role":"assistant","content":[]}""",
            [
                ("response.content_part.added", FirstContent + $"\"part\":{TextOf("\"\"")}", false),
                .. pieces.Select(piece => ("response.output_text.delta", FirstContent + $"\"delta\":{Quote(piece)},\"logprobs\":[]", true)),
                ("response.output_text.done", FirstContent + $"\"text\":{text},\"logprobs\":[]", false),
                ("response.content_part.done", FirstContent + $"\"part\":{TextOf(text)}", false),
            ],
            $$"""{"id":"{{id}}","type":"message","status":"completed","role":"assistant","content":[{{TextOf(text)}}]}""");
    }

    private static ResponsesItem CallOf(string id, ToolCall call)
    {
        var head = $"\"id\":\"{id}\",\"type\":\"function_call\",\"call_id\":{Quote(call.Id)},\"name\":{Quote(call.Name)}";
        return new(
            id,
            $$"""{{{head}},"status":"in_progress","arguments":""}""",
            [
                .. call.Arguments.Select(piece => ("response.function_call_arguments.delta", $"\"delta\":{Quote(piece)}", true)),
                ("response.function_call_arguments.done", $"\"name\":{Quote(call.Name)},\"arguments\":{Quote(call.Whole)}", false),
            ],
            $$"""{{{head}},"status":"completed","arguments":{{Quote(call.Whole)}}}""");
    }

    private static string SummaryOf(string text) => $$"""{"type":"summary_text","text":{{text}}}""";

    private static string TextOf(string text) => $$"""{"type":"output_text","text":{{text}},"annotations":[],"logprobs":[]}""";
}
