namespace Relay.Dialects.OpenAIResponses;

/// <summary>The names of events.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal static class ResponsesEventTypes
{
    /// <summary>What a name says; the ones that come most often are asked for first.</summary>
    /// <param name="value">The member <c>type</c>, as it stands.</param>
    public static ResponsesEventType Read(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != '"') return ResponsesEventType.Other;
        var name = value[1..^1];
        if (!name.StartsWith("response."u8)) return name.SequenceEqual("error"u8) ? ResponsesEventType.Error : ResponsesEventType.Other;
        name = name["response.".Length..];
        if (name.EndsWith(".delta"u8)) return ReadDelta(name[..^".delta".Length]);
        if (name.EndsWith(".done"u8)) return ReadDone(name[..^".done".Length]);
        return name.SequenceEqual("output_item.added"u8) ? ResponsesEventType.ItemAdded
            : name.SequenceEqual("output_text.annotation.added"u8) ? ResponsesEventType.Annotation
            : name.SequenceEqual("completed"u8) ? ResponsesEventType.Completed
            : name.SequenceEqual("incomplete"u8) ? ResponsesEventType.Incomplete
            : name.SequenceEqual("failed"u8) ? ResponsesEventType.Failed
            : name.SequenceEqual("created"u8) || name.SequenceEqual("in_progress"u8) || name.SequenceEqual("queued"u8) ? ResponsesEventType.Begun
            : ResponsesEventType.Other;
    }

    private static ResponsesEventType ReadDelta(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("output_text"u8) ? ResponsesEventType.TextDelta
        : name.SequenceEqual("function_call_arguments"u8) ? ResponsesEventType.ArgumentsDelta
        : name.SequenceEqual("reasoning_summary_text"u8) ? ResponsesEventType.SummaryDelta
        : name.SequenceEqual("custom_tool_call_input"u8) ? ResponsesEventType.InputDelta
        : name.SequenceEqual("reasoning_text"u8) ? ResponsesEventType.ThoughtDelta
        : name.SequenceEqual("refusal"u8) ? ResponsesEventType.RefusalDelta
        : ResponsesEventType.Other;

    private static ResponsesEventType ReadDone(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("output_item"u8) ? ResponsesEventType.ItemDone
        : name.SequenceEqual("content_part"u8) ? ResponsesEventType.PartDone
        : name.SequenceEqual("output_text"u8) ? ResponsesEventType.TextDone
        : name.SequenceEqual("function_call_arguments"u8) ? ResponsesEventType.ArgumentsDone
        : name.SequenceEqual("reasoning_summary_text"u8) ? ResponsesEventType.SummaryDone
        : name.SequenceEqual("custom_tool_call_input"u8) ? ResponsesEventType.InputDone
        : name.SequenceEqual("reasoning_text"u8) ? ResponsesEventType.ThoughtDone
        : name.SequenceEqual("refusal"u8) ? ResponsesEventType.RefusalDone
        : ResponsesEventType.Other;
}
