namespace Relay.Dialects.OpenAIResponses;

/// <summary>The events of a stream that are understood here.</summary>
internal enum ResponsesEventType
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary><c>response.created</c>, <c>.in_progress</c>, <c>.queued</c>: the answer so far, which is none.</summary>
    Begun,

    /// <summary><c>response.output_item.added</c>.</summary>
    ItemAdded,

    /// <summary><c>response.output_item.done</c>.</summary>
    ItemDone,

    /// <summary><c>response.content_part.done</c>.</summary>
    PartDone,

    /// <summary><c>response.output_text.delta</c>.</summary>
    TextDelta,

    /// <summary><c>response.output_text.done</c>.</summary>
    TextDone,

    /// <summary><c>response.output_text.annotation.added</c>.</summary>
    Annotation,

    /// <summary><c>response.refusal.delta</c>.</summary>
    RefusalDelta,

    /// <summary><c>response.refusal.done</c>.</summary>
    RefusalDone,

    /// <summary><c>response.reasoning_summary_text.delta</c>.</summary>
    SummaryDelta,

    /// <summary><c>response.reasoning_summary_text.done</c>.</summary>
    SummaryDone,

    /// <summary><c>response.reasoning_text.delta</c>.</summary>
    ThoughtDelta,

    /// <summary><c>response.reasoning_text.done</c>.</summary>
    ThoughtDone,

    /// <summary><c>response.function_call_arguments.delta</c>.</summary>
    ArgumentsDelta,

    /// <summary><c>response.function_call_arguments.done</c>.</summary>
    ArgumentsDone,

    /// <summary><c>response.custom_tool_call_input.delta</c>.</summary>
    InputDelta,

    /// <summary><c>response.custom_tool_call_input.done</c>.</summary>
    InputDone,

    /// <summary><c>response.completed</c>.</summary>
    Completed,

    /// <summary><c>response.incomplete</c>.</summary>
    Incomplete,

    /// <summary><c>response.failed</c>.</summary>
    Failed,

    /// <summary><c>error</c>.</summary>
    Error,
}
