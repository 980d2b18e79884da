namespace Relay.Dialects.Conversations;

/// <summary>Why an answer ended.</summary>
internal enum FinishReason
{
    /// <summary>The model was done.</summary>
    Stop,

    /// <summary>One of the caller's stop texts came.</summary>
    StopSequence,

    /// <summary>No more tokens were allowed.</summary>
    Length,

    /// <summary>No more tokens fit into the model's context.</summary>
    ContextFull,

    /// <summary>Tools are to be called.</summary>
    ToolCalls,

    /// <summary>The provider's filter stepped in.</summary>
    ContentFilter,

    /// <summary>The model declined.</summary>
    Refusal,

    /// <summary>The provider paused a long turn, which is sent back to go on (<c>pause_turn</c>).</summary>
    Pause,

    /// <summary>Anything else.</summary>
    Other,
}
