using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>The places of an event's members, or of those of a whole answer, which may come in any order.</summary>
internal ref struct MessagesEvent
{
    /// <summary>What it is; of a whole answer <c>message</c>.</summary>
    public string? Type;

    /// <summary>Which block it is of.</summary>
    public int Index;

    /// <summary>The start's message.</summary>
    public ReadOnlySpan<byte> Message;

    /// <summary>The block that begins.</summary>
    public ReadOnlySpan<byte> Block;

    /// <summary>More of a block, or of the message.</summary>
    public ReadOnlySpan<byte> Delta;

    /// <summary>All blocks.</summary>
    public ReadOnlySpan<byte> Content;

    /// <summary>Usage.</summary>
    public ReadOnlySpan<byte> Usage;

    /// <summary>Why the answer ends.</summary>
    public string? StopReason;

    /// <summary>The stop text that came.</summary>
    public string? StopSequence;

    /// <summary>More on why.</summary>
    public ReadOnlySpan<byte> StopDetails;

    /// <summary>The answer's id.</summary>
    public string? Id;

    /// <summary>The model that runs.</summary>
    public string? Model;

    /// <summary>Reads an object.</summary>
    /// <returns>False when it is none.</returns>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    public static bool TryRead(ReadOnlySpan<byte> json, out MessagesEvent read)
    {
        read = default;
        var reader = DialectJson.ReaderOn(json);
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        var found = default(MessagesEvent);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject) found.ReadMember(ref reader, json);
        // Anything after the object is refused here.
        reader.Read();
        read = found;
        return true;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("type"u8)) Type = KnownType(ref reader);
        else if (reader.ValueTextEquals("index"u8)) Index = Number(ref reader);
        else if (reader.ValueTextEquals("delta"u8)) Delta = Slice(ref reader, json);
        else if (reader.ValueTextEquals("content_block"u8)) Block = Slice(ref reader, json);
        else if (reader.ValueTextEquals("message"u8)) Message = Slice(ref reader, json);
        else if (reader.ValueTextEquals("content"u8)) Content = Slice(ref reader, json);
        else if (reader.ValueTextEquals("usage"u8)) Usage = Slice(ref reader, json);
        else if (reader.ValueTextEquals("stop_reason"u8)) StopReason = Text(ref reader);
        else if (reader.ValueTextEquals("stop_sequence"u8)) StopSequence = Text(ref reader);
        else if (reader.ValueTextEquals("stop_details"u8)) StopDetails = Slice(ref reader, json);
        else if (reader.ValueTextEquals("id"u8)) Id = Text(ref reader);
        else if (reader.ValueTextEquals("model"u8)) Model = Text(ref reader);
        else reader.Skip();
    }

    // Nearly every event is one of these, and need not make its name anew.
    private static string? KnownType(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) return MessagesJson.ReadText(ref reader);
        return reader.ValueTextEquals("content_block_delta"u8) ? "content_block_delta"
            : reader.ValueTextEquals("ping"u8) ? "ping"
            : JsonString.Read(ref reader);
    }

    private static int Number(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) return number;
        reader.Skip();
        return 0;
    }

    private static string? Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return MessagesJson.ReadText(ref reader) is { Length: > 0 } text ? text : null;
    }

    private static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        return DialectJson.Slice(ref reader, json);
    }
}
