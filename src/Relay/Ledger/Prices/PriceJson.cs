using System.Text.Json;

namespace Relay.Ledger.Prices;

/// <summary>
/// Steps through the JSON of the price list. Each call begins on the first token of a value and ends on its last.
/// </summary>
internal static class PriceJson
{
    public delegate T ReadItem<out T>(ref Utf8JsonReader reader);

    /// <summary>Goes to the value of the object's next property; false at its end.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return false;
        if (reader.TokenType != JsonTokenType.PropertyName) throw new JsonException("An object was expected.");
        name = reader.GetString()!;
        return reader.Read();
    }

    public static List<T> List<T>(ref Utf8JsonReader reader, ReadItem<T> readItem)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list was expected.");
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(readItem(ref reader));
        return items;
    }

    public static string Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException("A text was expected.");

    public static decimal Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)
            ? number
            : throw new JsonException("A number was expected.");

    public static JsonException Unknown(string name) => new($"The price list has an unknown property '{name}'.");
}
