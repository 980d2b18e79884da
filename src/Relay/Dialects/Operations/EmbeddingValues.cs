using System.Text.Json;

namespace Relay.Dialects.Operations;

/// <summary>Finds the numbers of one embedding.</summary>
internal static class EmbeddingValues
{
    /// <summary>Finds the list of numbers that a member of the object holds on which the reader stands, and reads to the object's end.</summary>
    /// <returns>Its place in the bytes that are read; null when there is no such list, or anything but numbers in it.</returns>
    public static Range? Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> member) => Find(ref reader, member, out _);

    /// <inheritdoc cref="Find(ref Utf8JsonReader, ReadOnlySpan{byte})"/>
    /// <param name="reader">The reader.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="index">The object's <c>index</c>; null when it has none.</param>
    public static Range? Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> member, out int? index)
    {
        index = null;
        Range? found = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isValues = reader.ValueTextEquals(member);
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) index = number;
            if (isValues && reader.TokenType == JsonTokenType.StartArray) found = ReadNumbers(ref reader);
            else reader.Skip();
        }

        return found;
    }

    private static Range? ReadNumbers(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            good &= reader.TokenType == JsonTokenType.Number;
            reader.Skip();
        }

        return good ? start..(int)reader.BytesConsumed : null;
    }
}
