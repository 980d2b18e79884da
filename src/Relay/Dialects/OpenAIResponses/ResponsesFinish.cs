using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>The words for why an answer ended.</summary>
internal static class ResponsesFinish
{
    /// <summary>What is said of an answer that is not complete.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="hasRefusal">Whether the answer holds a refusal: where it does not, the word alone says that it is one.</param>
    /// <returns>One of the dialect's two words; empty when the answer is complete.</returns>
    public static ReadOnlySpan<byte> ToIncomplete(FinishReason reason, bool hasRefusal) => reason switch
    {
        FinishReason.Length or FinishReason.ContextFull => "max_output_tokens"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        FinishReason.Refusal when !hasRefusal => "content_filter"u8,
        _ => default,
    };
}
