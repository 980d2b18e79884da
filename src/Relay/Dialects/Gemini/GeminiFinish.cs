using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>Reasons to finish, in Gemini's words and in none.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#FinishReason</remarks>
internal static class GeminiFinish
{
    /// <summary>What a word of Gemini's means. It says STOP also where tools are to be called.</summary>
    public static FinishReason FromText(string reason) => reason switch
    {
        "STOP" => FinishReason.Stop,
        "MAX_TOKENS" => FinishReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "JAILBREAK" or "MODEL_ARMOR"
            or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => FinishReason.ContentFilter,
        // LANGUAGE, MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, TOO_MANY_TOOL_CALLS, NO_IMAGE, and what comes yet.
        _ => FinishReason.Other,
    };

    /// <summary>Gemini's word.</summary>
    public static ReadOnlySpan<byte> ToText(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextFull => "MAX_TOKENS"u8,
        FinishReason.ContentFilter or FinishReason.Refusal => "SAFETY"u8,
        FinishReason.Other => "OTHER"u8,
        _ => "STOP"u8,
    };
}
