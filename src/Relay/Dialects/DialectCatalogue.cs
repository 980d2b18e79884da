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

    /// <summary>Whether callers of one dialect can be served by providers of the other: all are translated into each other.</summary>
    public static bool CanServe(Dialect caller, Dialect provider) => Of(caller) is ITranslatedDialect && Of(provider) is ITranslatedDialect;

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
