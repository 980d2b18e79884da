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

    /// <summary>Reads a name that <see cref="NameOf"/> gives. False when it is none.</summary>
    public static bool TryParse(string name, out Dialect dialect)
    {
        foreach (var known in Enum.GetValues<Dialect>())
        {
            dialect = known;
            if (NameOf(known) == name) return true;
        }

        dialect = default;
        return false;
    }
}
