namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// What a provider makes of the dialect. What is set here is what most take that call themselves compatible with OpenAI: the
/// dialect as it was before OpenAI's reasoning models, whose words Mistral and others refuse as unknown.
/// </summary>
internal sealed record ChatProviderForm
{
    /// <summary>OpenAI's own.</summary>
    public static ChatProviderForm OpenAI { get; } =
        new() { TakesMaxCompletionTokens = true, TakesDeveloper = true, TakesCustomTools = true };

    /// <summary>Whether the limit of tokens is <c>max_completion_tokens</c>, as OpenAI's newer models want it; else <c>max_tokens</c>.</summary>
    public bool TakesMaxCompletionTokens { get; init; }

    /// <summary>Whether it knows the role <c>developer</c>; else that is <c>system</c>.</summary>
    public bool TakesDeveloper { get; init; }

    /// <summary>Whether it refuses <c>stream_options</c>. Its usage is then said to come unasked.</summary>
    public bool RefusesStreamOptions { get; init; }

    /// <summary>Whether it knows tools that take free text; where not, they become functions with one text.</summary>
    public bool TakesCustomTools { get; init; }

    /// <summary>Whether it knows <c>cache_control</c>. OpenAI caches by itself, and refuses the field.</summary>
    public bool TakesCacheControl { get; init; }

    /// <summary>Whether content must be one text where it is all text.</summary>
    public bool JoinsTexts { get; init; }

    /// <summary>
    /// Where it takes thoughts back: <c>reasoning_content</c> or <c>reasoning</c>; null when it refuses or ignores them.
    /// DeepSeek and Moonshot refuse a conversation with tools that lacks them.
    /// </summary>
    public string? ReasoningField { get; init; }

    /// <summary>The field that says of the last message, one of the model's, that it is to be gone on with; null where none does.</summary>
    public string? PrefillField { get; init; }
}
