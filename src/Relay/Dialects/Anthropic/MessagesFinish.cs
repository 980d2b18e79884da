using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>The values of <c>stop_reason</c>.</summary>
/// <remarks>https://docs.anthropic.com/en/api/handling-stop-reasons</remarks>
internal static class MessagesFinish
{
    /// <summary>Understands one.</summary>
    public static FinishReason FromText(string text) => text switch
    {
        "end_turn" => FinishReason.Stop,
        "stop_sequence" => FinishReason.StopSequence,
        "max_tokens" => FinishReason.Length,
        "model_context_window_exceeded" => FinishReason.ContextFull,
        "tool_use" => FinishReason.ToolCalls,
        "pause_turn" => FinishReason.Pause,
        "refusal" => FinishReason.Refusal,
        _ => FinishReason.Other,
    };

    /// <summary>Says one.</summary>
    public static ReadOnlySpan<byte> ToText(FinishReason reason) => reason switch
    {
        FinishReason.StopSequence => "stop_sequence"u8,
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ContextFull => "model_context_window_exceeded"u8,
        FinishReason.ToolCalls => "tool_use"u8,
        FinishReason.Pause => "pause_turn"u8,
        FinishReason.Refusal or FinishReason.ContentFilter => "refusal"u8,
        _ => "end_turn"u8,
    };
}
