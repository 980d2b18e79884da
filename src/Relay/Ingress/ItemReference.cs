using System.Text.Json;
using Relay.Dialects;

namespace Relay.Ingress;

/// <summary>Looks in the input of Responses for an item that stands for one which a provider holds.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create: input, item_reference</remarks>
internal static class ItemReference
{
    /// <summary>The path of the first one, such as <c>input[2]</c>; null when there is none.</summary>
    /// <param name="input">The value of the field as it stands in the body; empty when there is none.</param>
    public static string? Find(ReadOnlySpan<byte> input)
    {
        // Few have the word, and the others are not gone through.
        if (input.IndexOf("\"item_reference\""u8) < 0) return null;
        try
        {
            return FindItem(input);
        }
        catch (JsonException)
        {
            // No JSON; who reads it says so.
            return null;
        }
    }

    private static string? FindItem(ReadOnlySpan<byte> input)
    {
        var reader = DialectJson.ReaderOn(input);
        if (reader.TokenType != JsonTokenType.StartArray) return null;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var item = input[start..(int)reader.BytesConsumed];
            if (JsonMembers.Find(item, "type"u8, out var type) && type.SequenceEqual("\"item_reference\""u8)) return $"input[{i}]";
        }

        return null;
    }
}
