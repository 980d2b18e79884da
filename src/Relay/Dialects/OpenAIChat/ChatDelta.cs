using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// The places of a delta's or a message's members, to be read in the order that makes sense rather than the one that
/// they stand in.
/// </summary>
internal readonly ref struct ChatDelta
{
    /// <summary>The text; a list of parts with some providers.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>The thoughts by the name that DeepSeek gave them.</summary>
    public ReadOnlySpan<byte> ReasoningContent { get; private init; }

    /// <summary>The thoughts by the name of OpenRouter and newer vLLM.</summary>
    public ReadOnlySpan<byte> Reasoning { get; private init; }

    /// <summary>The thoughts with their signatures.</summary>
    public ReadOnlySpan<byte> Details { get; private init; }

    /// <summary>The refusal.</summary>
    public ReadOnlySpan<byte> Refusal { get; private init; }

    /// <summary>The sound, of which the words are read.</summary>
    public ReadOnlySpan<byte> Audio { get; private init; }

    /// <summary>The sources.</summary>
    public ReadOnlySpan<byte> Annotations { get; private init; }

    /// <summary>The images (OpenRouter).</summary>
    public ReadOnlySpan<byte> Images { get; private init; }

    /// <summary>The calls of tools.</summary>
    public ReadOnlySpan<byte> Calls { get; private init; }

    /// <summary>The older call of a function.</summary>
    public ReadOnlySpan<byte> Function { get; private init; }

    /// <summary>Finds the members of an object.</summary>
    public static ChatDelta Read(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> content = default, reasoningContent = default, reasoning = default, details = default, refusal = default;
        ReadOnlySpan<byte> audio = default, annotations = default, images = default, calls = default, function = default;
        var reader = DialectJson.ReaderOn(json);
        if (reader.TokenType != JsonTokenType.StartObject) return default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonString.Is(ref reader, "content"u8)) content = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "reasoning_content"u8)) reasoningContent = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "tool_calls"u8)) calls = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "reasoning"u8)) reasoning = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "reasoning_details"u8)) details = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "refusal"u8)) refusal = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "annotations"u8)) annotations = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "images"u8)) images = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "audio"u8)) audio = Value(ref reader, json);
            else if (JsonString.Is(ref reader, "function_call"u8)) function = Value(ref reader, json);
            else reader.Skip();
        }

        return new ChatDelta
        {
            Content = content,
            ReasoningContent = reasoningContent,
            Reasoning = reasoning,
            Details = details,
            Refusal = refusal,
            Audio = audio,
            Annotations = annotations,
            Images = images,
            Calls = calls,
            Function = function,
        };
    }

    // Empty for null.
    private static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var value = DialectJson.Slice(ref reader, json);
        return value.SequenceEqual("null"u8) ? default : value;
    }
}
