using System.Text.Json;

namespace Relay.Dialects.Anthropic;

/// <summary>The members of a block, or of a piece of one.</summary>
internal ref struct MessagesAnswerBlock
{
    /// <summary>What it is.</summary>
    public string? Type;

    /// <summary>Text, thoughts or a piece of arguments; stands on the string.</summary>
    public Utf8JsonReader Text;

    /// <summary>Whether there is any.</summary>
    public bool HasText;

    /// <summary>A signature, or the data of redacted thoughts.</summary>
    public string? Seal;

    /// <summary>The id of a call.</summary>
    public string? Id;

    /// <summary>The name of a tool.</summary>
    public string? Name;

    /// <summary>The arguments of a call, whole.</summary>
    public ReadOnlySpan<byte> Input;

    /// <summary>One source, or a list of them.</summary>
    public ReadOnlySpan<byte> Citations;

    /// <summary>Reads the object that the reader stands on; null's for anything else.</summary>
    public static MessagesAnswerBlock Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var block = default(MessagesAnswerBlock);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return block;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject) block.ReadMember(ref reader, json);
        return block;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("partial_json"u8))
        {
            reader.Read();
            HasText = reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            if (HasText) Text = reader;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            Type = ReadType(ref reader);
        }
        else
        {
            var name = JsonString.ReadName(ref reader);
            reader.Read();
            switch (name)
            {
                case "signature" or "data": Seal = MessagesJson.ReadText(ref reader); break;
                case "id": Id = MessagesJson.ReadText(ref reader); break;
                case "name": Name = MessagesJson.ReadText(ref reader); break;
                case "input": Input = DialectJson.Slice(ref reader, json); break;
                case "citation" or "citations": Citations = DialectJson.Slice(ref reader, json); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static string? ReadType(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) return MessagesJson.ReadText(ref reader);
        return reader.ValueTextEquals("text_delta"u8) ? "text_delta"
            : reader.ValueTextEquals("input_json_delta"u8) ? "input_json_delta"
            : reader.ValueTextEquals("thinking_delta"u8) ? "thinking_delta"
            : JsonString.Read(ref reader);
    }
}
