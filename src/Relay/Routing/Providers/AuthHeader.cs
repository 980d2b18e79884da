using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relay.Routing.Providers;

/// <summary>The header in which a provider takes its key, written <c>Authorization: Bearer {key}</c>.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Prefix">What comes before the key, with its space; empty when the key stands alone.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct AuthHeader(string Name, string Prefix)
{
    private const string Key = "{key}";

    /// <summary>The header's value for a key.</summary>
    public string ValueFor(string key) => Prefix + key;

    /// <summary>The form that it is written in.</summary>
    public override string ToString() => $"{Name}: {Prefix}{Key}";

    internal sealed class Converter : JsonConverter<AuthHeader>
    {
        public override AuthHeader Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            var colon = text.IndexOf(": ", StringComparison.Ordinal);
            return colon > 0 && text.EndsWith(Key, StringComparison.Ordinal)
                ? new AuthHeader(text[..colon], text[(colon + 2)..^Key.Length])
                : throw new JsonException("A header is written 'Name: prefix {key}'.");
        }

        public override void Write(Utf8JsonWriter writer, AuthHeader value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
