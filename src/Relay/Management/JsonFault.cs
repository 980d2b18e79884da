using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Relay.Failures;
using Relay.Gate;
using Relay.Routing;

namespace Relay.Management;

/// <summary>
/// Says what is wrong with a body that a serializer did not take: the field, what it holds by its kind, and what it may hold.
/// The serializer's own words would quote it, and it may hold a secret.
/// </summary>
internal static class JsonFault
{
    private const int LongestName = 40;

    /// <summary>Finds the first thing that is wrong.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">What it was to be: an object.</param>
    public static Failure Of(ReadOnlySpan<byte> body, JsonTypeInfo type)
    {
        if (body.IsEmpty) return NotAnObject("it is empty");
        try
        {
            return Find(body, type);
        }
        catch (JsonException e)
        {
            return NotAnObject(string.Create(
                CultureInfo.InvariantCulture, $"it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it"));
        }
    }

    private static Failure Find(ReadOnlySpan<byte> body, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        Failure? first = isObject ? null : NotAnObject($"it is {KindOf(reader.TokenType, null)}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (isObject && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TextOf(in reader);
            reader.Read();
            var property = type.Properties.FirstOrDefault(property => property.Name == name);
            first ??= property is null ? Unknown(name, type)
                : !seen.Add(property.Name) ? AdminApi.Invalid(name, $"The field {name} is given twice.")
                : Check(ref reader, property.Name, property.PropertyType);
            reader.Skip();
        }

        // What stands behind the object, so that anything but white space is found.
        reader.Skip();
        reader.Read();
        return first ?? NotAnObject("it is another one than was expected");
    }

    private static Failure? Check(ref Utf8JsonReader reader, string name, Type type)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type != typeof(IReadOnlyList<string>)) return Fits(in reader, type) ? null : Wrong(name, type, reader.TokenType);
        if (reader.TokenType != JsonTokenType.StartArray) return Wrong(name, type, reader.TokenType);

        Failure? first = null;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (first is null && reader.TokenType != JsonTokenType.Null && !Fits(in reader, typeof(string)))
                first = Wrong(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), typeof(string), reader.TokenType);
            reader.Skip();
        }

        return first;
    }

    private static bool Fits(in Utf8JsonReader reader, Type type) =>
        type == typeof(bool) ? reader.TokenType is JsonTokenType.True or JsonTokenType.False
        : type == typeof(int) ? reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _)
        : TextOf(in reader) is { } text
            && (type == typeof(string)
                || (type == typeof(DateTimeOffset) && reader.TryGetDateTimeOffset(out _))
                || (type == typeof(KeyRole) && text is "caller" or "admin"));

    // Null for what is no string, and for one that is not text: half a surrogate pair, bytes that are not UTF-8.
    private static string? TextOf(in Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Failure Unknown(string? name, JsonTypeInfo type)
    {
        var known = type.Properties.Select(property => property.Name).ToList();
        // What is no name of a field may be a secret that was put in the wrong place.
        if (name is not { Length: > 0 and <= LongestName } || !name.All(static letter => char.IsAsciiLetter(letter) || letter == '_'))
            return AdminApi.Invalid(null, $"There is a field that is not known. The fields are {string.Join(", ", known)}.");
        var near = NearMatch.Of(name, known) is [var nearest, ..] ? $" Did you mean {nearest}?" : "";
        return AdminApi.Invalid(name, $"There is no field {name}.{near} The fields are {string.Join(", ", known)}.");
    }

    private static Failure Wrong(string name, Type type, JsonTokenType found) =>
        AdminApi.Invalid(name, $"The field {name} must be {WordsOf(type)}, but it is {KindOf(found, type)}.");

    private static Failure NotAnObject(string why) =>
        AdminApi.Invalid(null, $"The body must be a JSON object, but {why}.", FailureCode.InvalidJson);

    private static string WordsOf(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number of at most 2147483647"
        : type == typeof(DateTimeOffset) ? "a time such as 2030-01-31T12:00:00Z"
        : type == typeof(KeyRole) ? "caller or admin"
        : type == typeof(string) ? "a text"
        : "a list of texts";

    private static string KindOf(JsonTokenType found, Type? wanted) => found switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String when wanted == typeof(string) => "not valid text",
        JsonTokenType.String when wanted == typeof(DateTimeOffset) || wanted == typeof(KeyRole) => "another text",
        JsonTokenType.String => "a text",
        JsonTokenType.Number when wanted == typeof(int) => "another number",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };
}
