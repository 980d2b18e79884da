using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>
/// A row as JSON: <c>{"row":"key","put":{"name":"text","count":12,"on":true}}</c>, or <c>{"row":"key"}</c> for one
/// that is gone. What JSON has no type for is an object with one member: <c>{"double":…}</c> holds the 64 bits of
/// the number, <c>{"time":…}</c> the ticks of .NET in UTC, <c>{"binary":"…"}</c> base64.
/// </summary>
internal static class RowFormat
{
    /// <summary>Writes what a write does to its row.</summary>
    public static void Write(Utf8JsonWriter json, in TableWrite write)
    {
        json.WriteStartObject();
        json.WriteString("row"u8, write.Key.Row);
        if (write.Row is { } row)
        {
            json.WriteStartObject("put"u8);
            for (var i = 0; i < row.Properties.Count; i++) WriteProperty(json, row.Properties[i].Key, row.Properties[i].Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a row that is there.</summary>
    /// <param name="json">The row.</param>
    /// <param name="key">Its key.</param>
    /// <param name="etag">Its state.</param>
    /// <param name="properties">The names of the properties to read; null for all.</param>
    /// <exception cref="JsonException">The bytes are not a row.</exception>
    public static TableRow Read(ReadOnlySpan<byte> json, TableKey key, string etag, IReadOnlyList<string>? properties = null)
    {
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName);
        Expect(ref reader, JsonTokenType.String);
        if (!reader.ValueTextEquals(key.Row)) throw new JsonException();
        Expect(ref reader, JsonTokenType.PropertyName);
        Expect(ref reader, JsonTokenType.StartObject);

        var row = new TableRow(key, etag);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            if (NameOf(ref reader, properties) is { } name)
            {
                row.With(name, ReadValue(ref reader));
                continue;
            }

            Next(ref reader);
            reader.Skip();
        }

        return row;
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, in TableValue value)
    {
        switch (value.Kind)
        {
            case TableValueKind.String:
                json.WriteString(name, value.AsString());
                return;
            case TableValueKind.Int64:
                json.WriteNumber(name, value.AsInt64());
                return;
            case TableValueKind.Boolean:
                json.WriteBoolean(name, value.AsBoolean());
                return;
        }

        json.WriteStartObject(name);
        if (value.Kind == TableValueKind.Double)
            json.WriteNumber("double"u8, BitConverter.DoubleToInt64Bits(value.AsDouble()));
        else if (value.Kind == TableValueKind.DateTime) json.WriteNumber("time"u8, value.AsDateTime().Ticks);
        else json.WriteBase64String("binary"u8, value.AsBinary());
        json.WriteEndObject();
    }

    // Null for one that is not asked for.
    private static string? NameOf(ref Utf8JsonReader reader, IReadOnlyList<string>? properties)
    {
        if (properties is null) return reader.GetString()!;
        for (var i = 0; i < properties.Count; i++)
        {
            if (reader.ValueTextEquals(properties[i])) return properties[i];
        }

        return null;
    }

    private static TableValue ReadValue(ref Utf8JsonReader reader) => Next(ref reader) switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => reader.GetInt64(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartObject => ReadTyped(ref reader),
        _ => throw new JsonException(),
    };

    private static TableValue ReadTyped(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.PropertyName);
        TableValue value;
        if (reader.ValueTextEquals("double"u8)) value = BitConverter.Int64BitsToDouble(ReadInt64(ref reader));
        else if (reader.ValueTextEquals("time"u8)) value = new DateTimeOffset(ReadInt64(ref reader), TimeSpan.Zero);
        else if (reader.ValueTextEquals("binary"u8) && Next(ref reader) == JsonTokenType.String) value = reader.GetBytesFromBase64();
        else throw new JsonException();

        Expect(ref reader, JsonTokenType.EndObject);
        return value;
    }

    private static long ReadInt64(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetInt64();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (Next(ref reader) != expected) throw new JsonException();
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException();
}
