using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.OpenAIChat;

/// <summary>
/// An item of <c>reasoning_details</c>, the field of OpenRouter's that agents bring back as it came. Relay's own
/// signatures for chat callers go the same way.
/// </summary>
/// <remarks>https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks</remarks>
/// <param name="Text">The thoughts; empty when they are not shown.</param>
/// <param name="Signature">The signature; null for none.</param>
/// <param name="IsOfText">Whether it signs the answer's text, as Gemini does, and no thoughts.</param>
internal readonly record struct ChatReasoningItem(string Text, Signature? Signature, bool IsOfText)
{
    private const string IdOfText = "relay-text";

    /// <summary>Reads an item.</summary>
    /// <param name="item">The object.</param>
    /// <param name="isOfCaller">Whether a caller brings it back; a provider's is kept as it is, whatever is packed in it.</param>
    public static ChatReasoningItem Read(ReadOnlySpan<byte> item, bool isOfCaller)
    {
        string? text = null, signature = null, data = null, id = null;
        var reader = DialectJson.ReaderOn(item);
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            if (name is "text" or "summary") text = ChatJson.ReadWord(ref reader) ?? text;
            else if (name == "signature") signature = ChatJson.ReadWord(ref reader);
            else if (name == "data") data = ChatJson.ReadWord(ref reader);
            else if (name == "id") id = ChatJson.ReadWord(ref reader);
            else reader.Skip();
        }

        return new ChatReasoningItem(text ?? "", ToSignature(item, signature ?? data, data is not null, isOfCaller), id == IdOfText);
    }

    /// <summary>Writes an item for a caller, who needs no more of it than to bring it back.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="text">The thoughts, or the answer's text.</param>
    /// <param name="signature">Its signature.</param>
    /// <param name="isOfText">Whether it is the answer's text.</param>
    /// <param name="index">Its place among the items.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text, Signature signature, bool isOfText, int index)
    {
        var isText = !isOfText && !signature.IsRedacted && !text.IsEmpty;
        json.WriteStartObject();
        json.WriteString("type"u8, isText ? "reasoning.text"u8 : "reasoning.encrypted"u8);
        if (isText) json.WriteString("text"u8, text);
        json.WriteString(isText ? "signature"u8 : "data"u8, signature.Pack());
        if (isOfText) json.WriteString("id"u8, IdOfText);
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <summary>Writes a provider's own item back to it.</summary>
    public static void WriteBack(Utf8JsonWriter json, string text, Signature signature, int index)
    {
        json.WriteStartObject();
        var seal = Encoding.UTF8.GetBytes(signature.Value);
        if (seal is [(byte)'{', ..])
        {
            CopyMembers(seal, json);
        }
        else
        {
            json.WriteString("type"u8, signature.IsRedacted ? "reasoning.encrypted"u8 : "reasoning.text"u8);
            json.WriteString(signature.IsRedacted ? "data"u8 : "signature"u8, seal);
        }

        if (text.Length > 0) json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    // All of a provider's item but the thoughts themselves: it wants its id and format back too.
    private static Signature? ToSignature(ReadOnlySpan<byte> item, string? text, bool isRedacted, bool isOfCaller)
    {
        if (text is null) return null;
        var signature = Signature.Unpack(text, Dialect.OpenAIChat, isRedacted);
        if (isOfCaller && signature.Value != text) return signature;

        var seal = new ArrayBufferWriter<byte>(item.Length + 2);
        using var json = DialectJson.CreateWriter(seal);
        json.WriteStartObject();
        CopyMembers(item, json);
        json.WriteEndObject();
        json.Flush();
        return new Signature(Dialect.OpenAIChat, Encoding.UTF8.GetString(seal.WrittenSpan), isRedacted);
    }

    private static void CopyMembers(ReadOnlySpan<byte> item, Utf8JsonWriter json)
    {
        var reader = DialectJson.ReaderOn(item);
        while (ChatRequestBody.TryNext(ref reader, out var name))
        {
            var value = DialectJson.Slice(ref reader, item);
            if (name is "" or "text" or "summary" or "index") continue;
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }
}
