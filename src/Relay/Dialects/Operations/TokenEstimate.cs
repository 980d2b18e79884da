using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Operations;

/// <summary>A rough count of a request's tokens, for clients of providers that have none.</summary>
internal static class TokenEstimate
{
    /// <summary>The header that says that a count is Relay's estimate.</summary>
    public const string Header = "x-relay-estimated";

    /// <summary>
    /// What a picture or a page is taken for, whatever its bytes. Anthropic: (width × height) / 750, 1,568 at the most.
    /// https://docs.anthropic.com/en/docs/build-with-claude/vision
    /// </summary>
    private const int TokensOfMedia = 1568;

    /// <summary>Anthropic's answer. https://docs.anthropic.com/en/api/messages-count-tokens</summary>
    public static byte[] ForMessages(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes($"{{\"input_tokens\":{Of(body.Span)}}}");

    /// <summary>Gemini's answer. https://ai.google.dev/api/tokens</summary>
    public static byte[] ForGemini(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes($"{{\"totalTokens\":{Of(body.Span)}}}");

    /// <summary>Counts the text of a JSON body: names and values below its top level, where options stand.</summary>
    public static long Of(ReadOnlySpan<byte> body)
    {
        long bytes = 0, media = 0;
        // How deep the members of the media are that the reader is in; 0 outside of any.
        var mediaDepth = 0;
        var isMedia = false;
        var reader = new Utf8JsonReader(body, DialectJson.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (IsMedia(reader)) mediaDepth = reader.CurrentDepth + 1;
                    isMedia = reader.CurrentDepth == mediaDepth && reader.ValueSpan.SequenceEqual("data"u8);
                    if (reader.CurrentDepth > 1) bytes += reader.ValueSpan.Length;
                    // The top level's own strings are the name of the model and the like, save the system's text.
                    else if (!reader.ValueSpan.SequenceEqual("system"u8)) SkipText(ref reader);
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth < mediaDepth:
                    mediaDepth = 0;
                    break;
                case JsonTokenType.String when isMedia:
                    media++;
                    break;
                case JsonTokenType.String or JsonTokenType.Number:
                    bytes += reader.ValueSpan.Length;
                    break;
            }
        }

        return TextTokens.Of(bytes) + (media * TokensOfMedia);
    }

    // Whether a name is that of media: Anthropic's, unless its type says that it is text (the type may stand behind it), or Gemini's.
    private static bool IsMedia(Utf8JsonReader reader)
    {
        if (reader.ValueSpan.SequenceEqual("inlineData"u8) || reader.ValueSpan.SequenceEqual("inline_data"u8)) return true;
        if (!reader.ValueSpan.SequenceEqual("source"u8) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueSpan.SequenceEqual("type"u8);
            reader.Read();
            if (isType) return !reader.ValueSpan.SequenceEqual("text"u8);
            reader.Skip();
        }

        return true;
    }

    // Objects and lists are gone into; a text or a number is left out.
    private static void SkipText(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType is JsonTokenType.String or JsonTokenType.Number) reader = ahead;
    }
}
