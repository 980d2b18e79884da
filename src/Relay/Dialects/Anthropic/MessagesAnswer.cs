using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.Anthropic;

/// <summary>What is learnt from an answer of Messages as it passes: a whole one, or the events of a stream.</summary>
/// <remarks>https://docs.anthropic.com/en/docs/build-with-claude/streaming</remarks>
internal sealed class MessagesAnswer : IAnswerTap
{
    private MessagesUsage _usage;
    private bool _hasUsage;
    private string? _type;
    private string? _blockType;
    private bool _hasBegun;
    private bool _hasContent;

    /// <inheritdoc/>
    public Usage? Usage => _hasUsage ? _usage.ToUsage() : null;

    /// <inheritdoc/>
    public string? FinishReason { get; private set; }

    /// <inheritdoc/>
    public string? Model { get; private set; }

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public string? ErrorCode { get; private set; }

    /// <inheritdoc/>
    public bool IsWholeAtEnd => false;

    /// <inheritdoc/>
    public AnswerEventKind ReadEvent(ReadOnlySpan<byte> data) => data.IsEmpty ? AnswerEventKind.Preamble : Read(data);

    /// <inheritdoc/>
    public AnswerEventKind Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = DialectJson.ReaderOn(json);
            if (reader.TokenType != JsonTokenType.StartObject) return AnswerEventKind.Malformed;
            _type = _blockType = null;
            ReadMembers(ref reader);
            // Anything after the object is refused here.
            reader.Read();
            _hasBegun |= _type == "message_start";
            var kind = KindOf();
            _hasContent |= kind == AnswerEventKind.Content;
            return kind;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is how a name with half of a surrogate pair is met.
            return AnswerEventKind.Malformed;
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> KeepAlive() => _hasBegun ? MessagesPing.Event.ToArray() : default;

    private AnswerEventKind KindOf() => _type switch
    {
        "error" => AnswerEventKind.Error,
        "message_stop" => AnswerEventKind.Done,
        "content_block_delta" or "message" => AnswerEventKind.Content,
        "message_delta" when _hasContent => AnswerEventKind.Content,
        // The start of text and of thoughts holds nothing yet; that of a tool's call names the tool.
        "content_block_start" when _blockType is not ("text" or "thinking") => AnswerEventKind.Content,
        _ => AnswerEventKind.Preamble,
    };

    // Of an event, of the message in its first one, and of a whole answer, which is such a message.
    private void ReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("type"u8)) _type = ReadType(ref reader) ?? _type;
            else if (reader.ValueTextEquals("message"u8)) ReadMessage(ref reader);
            else if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else if (reader.ValueTextEquals("model"u8)) Model ??= Text(ref reader, 256);
            else if (reader.ValueTextEquals("stop_reason"u8)) FinishReason = Text(ref reader, 64) ?? FinishReason;
            else if (reader.ValueTextEquals("delta"u8)) ReadDelta(ref reader);
            else if (reader.ValueTextEquals("content_block"u8)) ReadBlock(ref reader);
            else if (reader.ValueTextEquals("content"u8)) Count(ref reader);
            else if (reader.ValueTextEquals("error"u8)) ReadError(ref reader);
            else reader.Skip();
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        var type = _type;
        if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader);
        else reader.Skip();
        // The message has a type too; the event's is what counts, before it or behind it.
        _type = type;
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("stop_reason"u8)) FinishReason = Text(ref reader, 64) ?? FinishReason;
            else if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("signature"u8)) reader.Skip();
            else Count(ref reader);
        }
    }

    private void ReadBlock(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("type"u8)) _blockType = Text(ref reader, 64);
            else reader.Skip();
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        _hasUsage |= _usage.Read(ref reader);
    }

    private void ReadError(ref Utf8JsonReader reader)
    {
        reader.Read();
        ErrorCode = ErrorBody.ReadCode(ref reader) ?? ErrorCode;
    }

    private void Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = reader.TokenStartIndex;
        var isMade = reader.TokenType is JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.StartObject;
        reader.Skip();
        if (isMade) ContentBytes += reader.BytesConsumed - start - 2;
    }

    // Nearly every event is this one, and need not make its name anew.
    private static string? ReadType(ref Utf8JsonReader reader)
    {
        var value = reader;
        value.Read();
        if (!value.ValueSpan.SequenceEqual("content_block_delta"u8)) return Text(ref reader, 64);
        reader = value;
        return "content_block_delta";
    }

    private static string? Text(ref Utf8JsonReader reader, int longest)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out var text)
            && text.Length > 0 && text.Length <= longest)
            return text;
        reader.Skip();
        return null;
    }
}
