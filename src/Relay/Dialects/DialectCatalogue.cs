using Relay.Dialects.Anthropic;
using Relay.Dialects.Gemini;
using Relay.Dialects.OpenAIChat;
using Relay.Dialects.OpenAIResponses;

namespace Relay.Dialects;

/// <summary>The dialects that are spoken here.</summary>
internal static class DialectCatalogue
{
    private static readonly ChatDialect Chat = new();
    private static readonly ResponsesDialect Responses = new();
    private static readonly MessagesDialect Messages = new();
    private static readonly GeminiDialect Google = new();

    /// <summary>How a dialect is spoken.</summary>
    public static IDialect Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.Anthropic => Messages,
        Dialect.Gemini => Google,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };
}
