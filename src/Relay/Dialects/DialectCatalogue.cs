using Relay.Dialects.Gemini;
using Relay.Dialects.OpenAIChat;

namespace Relay.Dialects;

/// <summary>The dialects that are spoken here.</summary>
internal static class DialectCatalogue
{
    private static readonly ChatDialect Chat = new();
    private static readonly GeminiDialect Google = new();

    /// <summary>How a dialect is spoken.</summary>
    public static IDialect Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.Gemini => Google,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };
}
