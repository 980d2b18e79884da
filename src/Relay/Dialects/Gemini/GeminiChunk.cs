using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Gemini;

/// <summary>
/// The top level of one event of a stream or of a whole answer, read before anything is made of it: what is to be known
/// first often comes last, and a chunk that breaks in its midst must leave no trace.
/// </summary>
/// <remarks>https://ai.google.dev/api/generate-content#GenerateContentResponse</remarks>
internal struct GeminiChunk
{
    /// <summary>Where the list of candidates is; null when there is none.</summary>
    public Range? Candidates { get; private set; }

    /// <summary>Whether it is an error.</summary>
    public bool IsError { get; private set; }

    /// <summary>The code of the error; null for none.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>When the error wants it to be tried again; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Why the prompt was refused; null when it was not.</summary>
    public string? BlockReason { get; private set; }

    /// <summary>What was used so far; null when it is not said.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The class of service that was given, in OpenAI's words; null when it is not said.</summary>
    public string? Tier { get; private set; }

    /// <summary>The model that runs; null when it is not said.</summary>
    public string? Model { get; private set; }

    /// <summary>The id of the answer; null when it has none.</summary>
    public string? Id { get; private set; }

    /// <summary>Reads a chunk. False when it is not one JSON object.</summary>
    /// <param name="data">Its JSON.</param>
    /// <param name="chunk">What it holds.</param>
    /// <param name="model">The model of the chunk before, which this one is likely to name again; null for none.</param>
    /// <param name="id">The id in the chunk before, likewise.</param>
    public static bool TryRead(ReadOnlySpan<byte> data, out GeminiChunk chunk, string? model = null, string? id = null)
    {
        chunk = default;
        try
        {
            var reader = new Utf8JsonReader(data, DialectJson.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            Span<char> buffer = stackalloc char[GeminiName.MaxLength];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = GeminiName.Read(in reader, buffer);
                reader.Read();
                chunk.ReadMember(name, ref reader, model, id);
            }

            // Anything after the object is refused here.
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ReadMember(scoped ReadOnlySpan<char> name, scoped ref Utf8JsonReader reader, string? model, string? id)
    {
        switch (name)
        {
            case "usageMetadata":
                Usage = GeminiUsage.Read(ref reader, out var tier) ?? Usage;
                Tier = tier;
                break;
            case "promptFeedback" when reader.TokenType == JsonTokenType.StartObject:
                ReadFeedback(ref reader);
                break;
            case "error" when reader.TokenType != JsonTokenType.Null:
                IsError = true;
                (ErrorCode, RetryAfter) = GeminiError.Read(ref reader);
                break;
            case "modelVersion":
                Model = GeminiJson.ReadWord(ref reader, 256, model) ?? Model;
                break;
            case "responseId":
                Id = GeminiJson.ReadWord(ref reader, 256, id) ?? Id;
                break;
            case "candidates" when reader.TokenType == JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Candidates = start..(int)reader.BytesConsumed;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadFeedback(scoped ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isReason = GeminiName.Read(in reader, buffer) is "blockReason";
            reader.Read();
            if (isReason) BlockReason = GeminiJson.ReadWord(ref reader, 64) ?? BlockReason;
            else reader.Skip();
        }

        if (BlockReason is "BLOCK_REASON_UNSPECIFIED" or "BLOCKED_REASON_UNSPECIFIED") BlockReason = null;
    }
}
