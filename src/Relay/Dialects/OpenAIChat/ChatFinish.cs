using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>The words for why an answer ended.</summary>
internal static class ChatFinish
{
    /// <summary>What a provider's word means; some have words of their own.</summary>
    public static FinishReason Read(string word) => word switch
    {
        "stop" or "end_turn" or "eos" or "eos_token" or "complete" => FinishReason.Stop,
        "stop_sequence" => FinishReason.StopSequence,
        // The last is DeepSeek's, of an answer that it broke off: incomplete, as the others are.
        "length" or "max_tokens" or "model_length" or "insufficient_system_resource" => FinishReason.Length,
        "model_context_window_exceeded" => FinishReason.ContextFull,
        "tool_calls" or "function_call" or "tool_use" => FinishReason.ToolCalls,
        "content_filter" or "safety" or "sensitive" => FinishReason.ContentFilter,
        "refusal" => FinishReason.Refusal,
        _ => FinishReason.Other,
    };

    /// <summary>The word for a caller, of the five that the dialect has.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="hasRefusal">Whether the answer holds a refusal: where it does not, the word alone says that it is one.</param>
    public static ReadOnlySpan<byte> ToText(FinishReason reason, bool hasRefusal) => reason switch
    {
        FinishReason.Length or FinishReason.ContextFull => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        FinishReason.Refusal when !hasRefusal => "content_filter"u8,
        _ => "stop"u8,
    };
}
