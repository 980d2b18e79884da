using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Rest;

/// <summary>Writes a row as the service's JSON: each property, with its type where JSON does not tell.</summary>
internal static class EntityWriter
{
    private const string TypeSuffix = "@odata.type";

    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        if (entity is not IDictionary<string, object> properties)
            throw new NotSupportedException("This stand-in writes TableEntity only.");

        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var (name, value) in properties)
        {
            // The service sets these itself.
            if (name is "odata.etag" or "Timestamp" || value is null) continue;
            Write(json, name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumber(name, number);
                json.WriteString(name + TypeSuffix, "Edm.Double");
                break;
            case DateTimeOffset time:
                WriteTyped(json, name, "Edm.DateTime", Text(time.UtcDateTime));
                break;
            case DateTime time:
                WriteTyped(json, name, "Edm.DateTime", Text(time.ToUniversalTime()));
                break;
            case Guid id:
                WriteTyped(json, name, "Edm.Guid", id.ToString());
                break;
            case byte[] bytes:
                json.WriteBase64String(name, bytes);
                json.WriteString(name + TypeSuffix, "Edm.Binary");
                break;
            default:
                throw new NotSupportedException($"A property cannot be a {value.GetType().Name}.");
        }
    }

    private static string Text(DateTime utc) =>
        utc.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name, value);
        json.WriteString(name + TypeSuffix, type);
    }
}
