using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects;

/// <summary>What is learnt alike from all of OpenAI's answers as they pass, conversations and operations: their end mark, model and error.</summary>
internal abstract class OpenAIAnswer : IAnswerTap
{
    /// <summary>The last usage that was reported; null when none was.</summary>
    public Usage? Usage { get; protected set; }

    /// <summary>Why the model stopped; null when it did not say.</summary>
    public string? FinishReason { get; protected set; }

    /// <summary>The model that ran, by the provider's own word.</summary>
    public string? Model { get; private set; }

    /// <summary>How many bytes of text, reasoning and tool calls came, for an estimate when usage does not.</summary>
    public long ContentBytes { get; protected set; }

    /// <summary>The provider's code for its error: <c>error.code</c>, else <c>error.type</c>.</summary>
    public string? ErrorCode { get; private set; }

    /// <inheritdoc/>
    public bool IsWholeAtEnd { get; protected set; }

    /// <summary>Reads the data of one event of a stream.</summary>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return AnswerEventKind.Preamble;
        return data.SequenceEqual("[DONE]"u8) ? AnswerEventKind.Done : Read(data);
    }

    /// <summary>Reads a whole answer, or one chunk of a stream.</summary>
    public AnswerEventKind Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = DialectJson.ReaderOn(json);
            var kind = ReadValue(ref reader);
            // Anything behind the value is refused here.
            if (kind != AnswerEventKind.Malformed) reader.Read();
            return kind;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    /// <summary>Reads the value that the reader stands on, up to its end.</summary>
    protected abstract AnswerEventKind ReadValue(ref Utf8JsonReader reader);

    /// <summary>Reads the value of <c>error</c>.</summary>
    /// <returns>False when it says that there is none.</returns>
    protected bool ReadError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return false;
        ErrorCode = ErrorBody.ReadCode(ref reader) ?? ErrorCode;
        return true;
    }

    /// <summary>Reads the value of <c>model</c>.</summary>
    protected void ReadModel(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var model)
            && model.Length is > 0 and <= 256)
            Model = model;
        else reader.Skip();
    }
}
