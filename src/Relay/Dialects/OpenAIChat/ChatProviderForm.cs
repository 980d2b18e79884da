namespace Relay.Dialects.OpenAIChat;

/// <summary>What a provider makes of the dialect. What is set here is OpenAI's own.</summary>
internal sealed record ChatProviderForm
{
    /// <summary>OpenAI's.</summary>
    public static ChatProviderForm OpenAI { get; } = new();

    /// <summary>Whether the limit of tokens is <c>max_tokens</c>, which OpenAI's newer models refuse.</summary>
    public bool UsesMaxTokens { get; init; }

    /// <summary>Whether it knows the role <c>developer</c>.</summary>
    public bool TakesDeveloper { get; init; } = true;

    /// <summary>Whether it knows <c>stream_options</c>.</summary>
    public bool TakesStreamOptions { get; init; } = true;

    /// <summary>Whether it knows tools that take free text; where not, they become functions with one text.</summary>
    public bool TakesCustomTools { get; init; } = true;

    /// <summary>Whether it knows <c>cache_control</c>. OpenAI caches by itself, and refuses the field.</summary>
    public bool TakesCacheControl { get; init; }

    /// <summary>Whether content must be a text where it is all text.</summary>
    public bool JoinsTexts { get; init; }

    /// <summary>
    /// Where it takes thoughts back: <c>reasoning_content</c> or <c>reasoning</c>; null when it refuses them.
    /// </summary>
    public string? ReasoningField { get; init; }
}
