using Relay.Dialects.Anthropic;
using Relay.Dialects.Gemini;
using Relay.Dialects.OpenAIChat;

namespace Relay.Dialects;

/// <summary>The dialects that are spoken here.</summary>
internal static class DialectCatalogue
{
    private static readonly ChatDialect Chat = new();
    private static readonly MessagesDialect Messages = new();
    private static readonly GeminiDialect Google = new();

    /// <summary>Whether callers of one dialect can be served by providers of the other.</summary>
    public static bool CanServe(Dialect caller, Dialect provider) =>
        caller == provider || (IsTranslated(caller) && IsTranslated(provider));

    private static bool IsTranslated(Dialect dialect) => dialect != Dialect.OpenAIResponses;

    /// <summary>How a dialect is spoken.</summary>
    public static IDialect Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.Anthropic => Messages,
        Dialect.Gemini => Google,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };
}
