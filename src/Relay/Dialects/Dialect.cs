namespace Relay.Dialects;

/// <summary>A wire protocol that callers and providers speak.</summary>
internal enum Dialect
{
    /// <summary>OpenAI Chat Completions.</summary>
    OpenAIChat,

    /// <summary>OpenAI Responses.</summary>
    OpenAIResponses,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>Gemini.</summary>
    Gemini,
}
