using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>One candidate of a chunk or of a whole answer.</summary>
/// <remarks>https://ai.google.dev/api/generate-content#candidate</remarks>
internal readonly ref struct GeminiCandidate
{
    /// <summary>Which of several answers it is.</summary>
    public long Index { get; private init; }

    /// <summary>What it says; empty for nothing.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>What it is grounded in; empty for nothing.</summary>
    public ReadOnlySpan<byte> Grounding { get; private init; }

    /// <summary>What it recites; empty for nothing.</summary>
    public ReadOnlySpan<byte> Citations { get; private init; }

    /// <summary>How likely its tokens are; empty when it does not say.</summary>
    public ReadOnlySpan<byte> Logprobs { get; private init; }

    /// <summary>Why it ended, in Gemini's word; null while it did not.</summary>
    public string? FinishReason { get; private init; }

    /// <summary>Reads the object that the reader stands on, and leaves the reader at its end.</summary>
    public static GeminiCandidate Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> content = default, grounding = default, citations = default, logprobs = default;
        string? reason = null;
        long index = 0;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            switch (name)
            {
                case "content": content = DialectJson.Slice(ref reader, json); break;
                case "groundingMetadata": grounding = DialectJson.Slice(ref reader, json); break;
                case "citationMetadata": citations = DialectJson.Slice(ref reader, json); break;
                case "logprobsResult": logprobs = DialectJson.Slice(ref reader, json); break;
                case "finishReason": reason = GeminiJson.ReadWord(ref reader, 64); break;
                case "index" when reader.TokenType == JsonTokenType.Number: reader.TryGetInt64(out index); break;
                default: reader.Skip(); break;
            }
        }

        return new GeminiCandidate
        {
            Index = index,
            Content = content,
            Grounding = grounding,
            Citations = citations,
            Logprobs = logprobs,
            FinishReason = reason,
        };
    }
}
