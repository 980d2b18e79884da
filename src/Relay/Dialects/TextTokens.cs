namespace Relay.Dialects;

/// <summary>How many tokens a text is, where nobody counts them; always said to be an estimate.</summary>
internal static class TextTokens
{
    /// <summary>Text of most languages has about four bytes of UTF-8 a token. https://help.openai.com/articles/4936856</summary>
    public const int BytesPerToken = 4;

    /// <summary>The tokens of a text, rounded up.</summary>
    /// <param name="bytes">Its length in UTF-8.</param>
    public static long Of(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
