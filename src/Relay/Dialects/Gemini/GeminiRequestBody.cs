using System.Globalization;
using System.Text.Json;
using Relay.Dialects.Conversations;

namespace Relay.Dialects.Gemini;

/// <summary>A caller's body while it is read, in the JSON of protocol buffers: names in either case, numbers as text too.</summary>
/// <param name="bytes">The body.</param>
/// <param name="conversation">What is made of it.</param>
internal sealed class GeminiRequestBody(ReadOnlyMemory<byte> bytes, Conversation conversation) : RequestBody(bytes, conversation)
{
    /// <summary>Goes on to the next member of an object, and onto its value.</summary>
    /// <param name="reader">Stands on the object's start or behind a value.</param>
    /// <param name="name">The name in camel case; empty when it can be none of Gemini's.</param>
    public static new bool TryNext(scoped ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        name = GeminiName.Read(in reader, buffer).ToString();
        reader.Read();
        return true;
    }

    /// <summary>Reads a whole number, which may stand as text, or with a fraction of zero.</summary>
    public override long? ReadInteger(scoped ref Utf8JsonReader reader, string path)
    {
        var number = Read(ref reader, path, "a whole number");
        if (number is null || (number == Math.Floor(number.Value) && Math.Abs(number.Value) < long.MaxValue)) return (long?)number;
        Refuse(path, "a whole number");
        return null;
    }

    /// <summary>Reads a number, which may stand as text.</summary>
    public override double? ReadNumber(scoped ref Utf8JsonReader reader, string path) => Read(ref reader, path, "a number");

    /// <summary>Never: that an empty message is there says which one of several is meant, <c>codeExecution</c> for one.</summary>
    protected override bool IsNothing(ReadOnlySpan<byte> value) => false;

    private double? Read(scoped ref Utf8JsonReader reader, string path, string expected)
    {
        if (reader.TokenType != JsonTokenType.String && !Is(ref reader, JsonTokenType.Number, path, expected)) return null;
        double number;
        var isNumber = reader.TokenType == JsonTokenType.String
            ? double.TryParse(JsonString.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            : reader.TryGetDouble(out number);
        if (isNumber && double.IsFinite(number)) return number;
        Refuse(path, expected);
        return null;
    }
}
