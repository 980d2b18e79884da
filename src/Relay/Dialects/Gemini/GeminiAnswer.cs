using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Gemini;

/// <summary>
/// What is learnt from an answer as it passes: usage, the reason to finish, the model that ran, how much text.
/// Reads a whole answer or the events of a stream. Tolerates what it does not know.
/// </summary>
/// <remarks>
/// Gemini has no event for its end, so none is <see cref="AnswerEventKind.Done"/>: a stream is whole when its bytes have
/// ended and a reason to finish has come.
/// </remarks>
internal sealed class GeminiAnswer : IAnswerTap
{
    private string? _id;

    /// <summary>The last usage that was reported; null when none was.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>Why the model stopped, or why the prompt was blocked; null when it did not say.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The model that ran, by the provider's own word.</summary>
    public string? Model { get; private set; }

    /// <summary>How many bytes of text, thoughts and tool calls came, for an estimate when usage does not.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>The provider's code for its error: <c>error.status</c>, else <c>error.code</c>.</summary>
    public string? ErrorCode { get; private set; }

    /// <inheritdoc/>
    public bool IsWholeAtEnd => FinishReason is not null;

    /// <summary>Reads the data of one event of a stream.</summary>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data) => data.IsEmpty ? AnswerEventKind.Preamble : ReadChunk(data);

    /// <summary>Reads a whole answer.</summary>
    public AnswerEventKind Read(ReadOnlySpan<byte> json) => ReadChunk(json);

    private AnswerEventKind ReadChunk(ReadOnlySpan<byte> json)
    {
        if (!GeminiChunk.TryRead(json, out var chunk, Model, _id)) return AnswerEventKind.Malformed;
        Model ??= chunk.Model;
        _id ??= chunk.Id;
        Usage = chunk.Usage ?? Usage;
        if (chunk.IsError)
        {
            ErrorCode = chunk.ErrorCode ?? ErrorCode;
            return AnswerEventKind.Error;
        }

        var before = ContentBytes;
        var any = false;
        var finished = chunk.BlockReason is not null;
        FinishReason = chunk.BlockReason ?? FinishReason;
        if (chunk.Candidates is { } candidates) ReadCandidates(json[candidates], ref any, ref finished);
        return ContentBytes > before || finished ? AnswerEventKind.Content
            : chunk.Usage is not null && !any ? AnswerEventKind.Usage
            : AnswerEventKind.Preamble;
    }

    private void ReadCandidates(ReadOnlySpan<byte> json, ref bool any, ref bool finished)
    {
        var reader = DialectJson.ReaderOn(json);
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = GeminiName.Read(in reader, buffer);
                reader.Read();
                if (name is "content" && reader.TokenType == JsonTokenType.StartObject) ReadContent(ref reader);
                else if (name is "finishReason") finished |= ReadFinishReason(ref reader);
                else reader.Skip();
            }
        }
    }

    private bool ReadFinishReason(scoped ref Utf8JsonReader reader)
    {
        if (GeminiJson.ReadWord(ref reader, 64) is not { } reason || reason == "FINISH_REASON_UNSPECIFIED") return false;
        FinishReason = reason;
        return true;
    }

    private void ReadContent(scoped ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isParts = GeminiName.Read(in reader, buffer) is "parts";
            reader.Read();
            if (!isParts || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject) ReadPart(ref reader);
                else reader.Skip();
            }
        }
    }

    private void ReadPart(scoped ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // Every member but the signature is something that the model made: text, calls, images, code.
            var counts = GeminiName.Read(in reader, buffer) is not "thoughtSignature";
            reader.Read();
            var start = reader.TokenStartIndex;
            var isMade = reader.TokenType is JsonTokenType.String or JsonTokenType.StartObject;
            reader.Skip();
            if (counts && isMade) ContentBytes += reader.BytesConsumed - start - 2;
        }
    }
}
