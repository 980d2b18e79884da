namespace Relay.Dialects;

/// <summary>The names of dialects in records, config and provider data.</summary>
internal static class DialectNames
{
    /// <summary>The name.</summary>
    public static string NameOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => "openai-chat",
        Dialect.OpenAIResponses => "openai-responses",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };
}
