using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Rest;

/// <summary>Reads rows from the service's JSON.</summary>
internal static class EntityReader
{
    private const string TypeSuffix = "@odata.type";

    public static T Read<T>(BinaryData body)
    {
        using var json = JsonDocument.Parse(body);
        return Read<T>(json.RootElement);
    }

    public static IReadOnlyList<T> ReadPage<T>(BinaryData body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("value").EnumerateArray().Select(Read<T>)];
    }

    private static T Read<T>(JsonElement json)
    {
        if (Activator.CreateInstance<T>() is not IDictionary<string, object> row)
            throw new NotSupportedException("This stand-in reads TableEntity only.");

        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name == "odata.metadata" || name.EndsWith(TypeSuffix, StringComparison.Ordinal)) continue;
            var type = json.TryGetProperty(name + TypeSuffix, out var given) ? given.GetString()
                : name == "Timestamp" ? "Edm.DateTime"
                : null;
            row[name] = type is null ? Value(property.Value) : Value(property.Value.GetString(), type);
        }

        return (T)row;
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out var number) => number,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => null,
        _ => throw new NotSupportedException($"A property cannot be JSON of the kind {value.ValueKind}."),
    };

    private static object Value(string value, string type) => type switch
    {
        "Edm.Binary" => Convert.FromBase64String(value),
        "Edm.DateTime" => DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "Edm.Guid" => Guid.Parse(value),
        "Edm.Int64" => long.Parse(value, CultureInfo.InvariantCulture),
        "Edm.Double" => double.Parse(value, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A property cannot be of the type {type}."),
    };
}
