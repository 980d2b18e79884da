namespace Relay.Dialects.Conversations;

/// <summary>
/// Bytes of a provider that must come back to it unchanged: Anthropic's <c>signature</c> and redacted thinking, Gemini's
/// <c>thoughtSignature</c>, the <c>encrypted_content</c> of Responses. A caller of another dialect carries it packed, in
/// the field that its own dialect has for one, and need not understand it.
/// </summary>
/// <param name="Dialect">The dialect of the provider that made it.</param>
/// <param name="Value">Its text, byte for byte.</param>
/// <param name="IsRedacted">Whether it stands for the whole part, and no text goes with it (<c>redacted_thinking</c>).</param>
internal sealed record Signature(Dialect Dialect, string Value, bool IsRedacted = false)
{
    private const string Prefix = "relay1.";

    /// <summary>The text that a caller of another dialect carries.</summary>
    public string Pack() => $"{Prefix}{LetterOf(Dialect)}{(IsRedacted ? 'r' : 's')}.{Value}";

    /// <summary>Takes what a caller brings back.</summary>
    /// <param name="text">What stood in the caller's field.</param>
    /// <param name="own">The caller's own dialect, whose signature it is when it was not packed here.</param>
    /// <param name="isRedacted">Whether the caller's field says so; a packed one says it itself.</param>
    public static Signature Unpack(string text, Dialect own, bool isRedacted = false)
    {
        var start = Prefix.Length;
        return text.Length > start + 3 && text.StartsWith(Prefix, StringComparison.Ordinal) && text[start + 2] == '.'
            && text[start + 1] is 'r' or 's' && TryGetDialect(text[start], out var dialect)
            ? new(dialect, text[(start + 3)..], text[start + 1] == 'r')
            : new(own, text, isRedacted);
    }

    private static char LetterOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => 'c',
        Dialect.OpenAIResponses => 'o',
        Dialect.Anthropic => 'a',
        Dialect.Gemini => 'g',
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };

    private static bool TryGetDialect(char letter, out Dialect dialect)
    {
        Dialect? found = letter switch
        {
            'c' => Dialect.OpenAIChat,
            'o' => Dialect.OpenAIResponses,
            'a' => Dialect.Anthropic,
            'g' => Dialect.Gemini,
            _ => null,
        };
        dialect = found.GetValueOrDefault();
        return found is not null;
    }
}
