using System.Text.Json;
using Relay.Ledger;

namespace Relay.Dialects.OpenAIChat;

/// <summary>The top level of a chunk, or of a whole answer. Once it is read, all of the JSON has been found well-formed.</summary>
internal readonly ref struct ChatChunk
{
    /// <summary>The answer's id; null for none.</summary>
    public string? Id { get; private init; }

    /// <summary>The model that runs; null for none.</summary>
    public string? Model { get; private init; }

    /// <summary>The choices; empty when there are none.</summary>
    public ReadOnlySpan<byte> Choices { get; private init; }

    /// <summary>What was used; null when it is not said.</summary>
    public Usage? Usage { get; private init; }

    /// <summary>The class of service; null when it does not say.</summary>
    public string? Tier { get; private init; }

    /// <summary>Whether the provider says that it failed.</summary>
    public bool IsError { get; private init; }

    /// <summary>Reads it.</summary>
    /// <param name="json">The object.</param>
    /// <param name="withHead">Whether id and model are wanted.</param>
    /// <param name="knownTier">The class of service that a chunk before said, as each of them does.</param>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    /// <exception cref="InvalidOperationException">A name in it is not text.</exception>
    public static ChatChunk Read(ReadOnlySpan<byte> json, bool withHead, string? knownTier = null)
    {
        string? id = null, model = null, tier = null;
        ReadOnlySpan<byte> choices = default;
        Usage? usage = null;
        var isError = false;
        var reader = DialectJson.ReaderOn(json);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (JsonString.Is(ref reader, "choices"u8))
            {
                reader.Read();
                choices = DialectJson.Slice(ref reader, json);
            }
            else if (JsonString.Is(ref reader, "usage"u8))
            {
                reader.Read();
                usage = ChatUsage.Read(ref reader) ?? usage;
            }
            else if (JsonString.Is(ref reader, "error"u8))
            {
                reader.Read();
                isError |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (JsonString.Is(ref reader, "x_groq"u8)) usage = ReadGroq(ref reader) ?? usage;
            else if (JsonString.Is(ref reader, "service_tier"u8)) tier = ReadTier(ref reader, knownTier);
            else if (withHead && JsonString.Is(ref reader, "id"u8)) id = Word(ref reader);
            else if (withHead && JsonString.Is(ref reader, "model"u8)) model = Word(ref reader);
            else reader.Skip();
        }

        // Anything after the object is refused here.
        reader.Read();
        var hasChoices = choices is [(byte)'[', ..] && !choices[1..^1].Trim(" \t\r\n"u8).IsEmpty;
        return new ChatChunk { Id = id, Model = model, Choices = hasChoices ? choices : default, Usage = usage, Tier = tier, IsError = isError };
    }

    // Groq puts the usage of a stream here: https://console.groq.com/docs/api-reference
    private static Usage? ReadGroq(scoped ref Utf8JsonReader reader)
    {
        Usage? usage = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!JsonString.Is(ref reader, "usage"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            usage = ChatUsage.Read(ref reader) ?? usage;
        }

        return usage;
    }

    private static string? ReadTier(scoped ref Utf8JsonReader reader, string? known)
    {
        reader.Read();
        var isKnown = known is not null && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueTextEquals(known);
        return isKnown ? known : ChatJson.ReadWord(ref reader);
    }

    private static string? Word(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return ChatJson.ReadWord(ref reader);
    }
}
