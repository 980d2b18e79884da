using System.Globalization;
using System.Text.Json;

namespace Relay.Storage.Embedded;

/// <summary>
/// A write as JSON: <c>{"t":table,"p":partition,"r":row,"e":etag,"v":{…}}</c>, or <c>"d":true</c> for a deletion.
/// Texts, flags and whole numbers are themselves; other kinds are an object of one member that names the kind.
/// </summary>
internal static class RowJson
{
    /// <summary>Writes a row, or its deletion.</summary>
    public static void Write(Utf8JsonWriter json, string table, in TableWrite write, long etag)
    {
        json.WriteStartObject();
        json.WriteString("t"u8, table);
        json.WriteString("p"u8, write.Key.Partition);
        json.WriteString("r"u8, write.Key.Row);
        json.WriteNumber("e"u8, etag);
        if (write.Row is null)
        {
            json.WriteBoolean("d"u8, true);
        }
        else
        {
            json.WriteStartObject("v"u8);
            foreach (var (name, value) in write.Row.Properties) Write(json, name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the name of the row at the reader, which stands on its first token and is left on its last.</summary>
    /// <exception cref="JsonException">It is not what <see cref="Write(Utf8JsonWriter, string, in TableWrite, long)"/> wrote.</exception>
    public static (string Table, TableKey Key, long ETag, bool IsDeletion) ReadKey(ref Utf8JsonReader reader)
    {
        string? table = null, partition = null, row = null;
        long? etag = null;
        var deletion = false;
        Expect(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("t"u8)) table = Text(ref reader);
            else if (reader.ValueTextEquals("p"u8)) partition = Text(ref reader);
            else if (reader.ValueTextEquals("r"u8)) row = Text(ref reader);
            else if (reader.ValueTextEquals("e"u8)) etag = Number(ref reader);
            else if (reader.ValueTextEquals("d"u8)) deletion = reader.Read() && reader.GetBoolean();
            else reader.Skip();
        }

        Expect(table is not null && partition is not null && row is not null && etag is not null);
        return (table!, new(partition!, row!), etag!.Value, deletion);
    }

    /// <summary>Reads a whole row.</summary>
    /// <exception cref="JsonException">It is not a row.</exception>
    public static TableRow Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var (_, key, etag, _) = ReadKey(ref reader);
        var row = new TableRow(key, ToETag(etag));
        reader = new Utf8JsonReader(bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("v"u8)) ReadProperties(ref reader, row);
            else reader.Skip();
        }

        return row;
    }

    /// <summary>The number of a write as the port's opaque ETag.</summary>
    public static string ToETag(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, string name, TableValue value)
    {
        json.WritePropertyName(name);
        switch (value.Kind)
        {
            case TableValueKind.String:
                json.WriteStringValue(value.AsString());
                break;
            case TableValueKind.Int64:
                json.WriteNumberValue(value.AsInt64());
                break;
            case TableValueKind.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case TableValueKind.Double:
                // By its bits, for JSON has no infinities and its text is not always exact.
                WriteKind(json, "f"u8, BitConverter.DoubleToInt64Bits(value.AsDouble()));
                break;
            case TableValueKind.DateTime:
                WriteKind(json, "i"u8, value.AsDateTime().UtcTicks);
                break;
            case TableValueKind.Binary:
                json.WriteStartObject();
                json.WriteBase64String("b"u8, value.AsBinary());
                json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    private static void WriteKind(Utf8JsonWriter json, ReadOnlySpan<byte> kind, long number)
    {
        json.WriteStartObject();
        json.WriteNumber(kind, number);
        json.WriteEndObject();
    }

    private static void ReadProperties(ref Utf8JsonReader reader, TableRow row)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            row.With(name, ReadValue(ref reader));
        }
    }

    private static TableValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Number:
                return reader.GetInt64();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            default:
                Expect(reader.TokenType == JsonTokenType.StartObject && reader.Read());
                TableValue value = reader.ValueTextEquals("f"u8) ? BitConverter.Int64BitsToDouble(Number(ref reader))
                    : reader.ValueTextEquals("i"u8) ? new DateTimeOffset(Number(ref reader), TimeSpan.Zero)
                    : Binary(ref reader);
                reader.Read();
                return value;
        }
    }

    private static TableValue Binary(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetBytesFromBase64();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString()!;
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static void Expect(bool so)
    {
        if (!so) throw new JsonException("This is not a row.");
    }
}
