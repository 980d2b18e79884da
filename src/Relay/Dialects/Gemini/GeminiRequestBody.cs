using System.Globalization;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects.Gemini;

/// <summary>A caller's body while it is read: the conversation so far, and the first thing that is wrong with it.</summary>
/// <param name="bytes">The body.</param>
/// <param name="conversation">What is made of it.</param>
internal sealed class GeminiRequestBody(ReadOnlyMemory<byte> bytes, Conversation conversation)
{
    /// <summary>What is made of it.</summary>
    public Conversation Conversation { get; } = conversation;

    /// <summary>What is wrong; null while nothing is.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Goes on to the next member of an object, and onto its value.</summary>
    /// <param name="reader">Stands on the object's start or behind a value.</param>
    /// <param name="name">The name in camel case; empty when it can be none of Gemini's.</param>
    public static bool TryNext(scoped ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        name = GeminiName.Read(in reader, buffer).ToString();
        reader.Read();
        return true;
    }

    /// <summary>Whether an object begins. Null is none; anything else is refused.</summary>
    public bool IsObject(scoped ref Utf8JsonReader reader, string path) =>
        Is(ref reader, JsonTokenType.StartObject, path, "an object");

    /// <summary>Whether a list begins. Null is none; anything else is refused.</summary>
    public bool IsArray(scoped ref Utf8JsonReader reader, string path) =>
        Is(ref reader, JsonTokenType.StartArray, path, "a list");

    /// <summary>Reads a string; null for null and for what is refused.</summary>
    public string? ReadText(scoped ref Utf8JsonReader reader, string path) =>
        Is(ref reader, JsonTokenType.String, path, "a string") ? GeminiText.Read(ref reader) : null;

    /// <summary>Reads true or false; null for null and for what is refused.</summary>
    public bool? ReadFlag(scoped ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.True) return true;
        return Is(ref reader, JsonTokenType.False, path, "true or false") ? false : null;
    }

    /// <summary>Reads a whole number, which JSON of protocol buffers may have as text, or with a fraction of zero.</summary>
    public long? ReadInteger(scoped ref Utf8JsonReader reader, string path) => ReadNumber(ref reader, path, "a whole number") switch
    {
        null => null,
        { } number when number == Math.Floor(number) && Math.Abs(number) < long.MaxValue => (long)number,
        _ => Refuse<long?>(path, "a whole number"),
    };

    /// <summary>Reads a number, which may stand as text.</summary>
    public double? ReadNumber(scoped ref Utf8JsonReader reader, string path, string expected = "a number")
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return double.TryParse(GeminiText.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                && double.IsFinite(parsed) ? parsed : Refuse<double?>(path, expected);
        }

        if (!Is(ref reader, JsonTokenType.Number, path, expected)) return null;
        return reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : Refuse<double?>(path, expected);
    }

    /// <summary>Reads a list of strings.</summary>
    public List<string>? ReadTexts(scoped ref Utf8JsonReader reader, string path)
    {
        if (!IsArray(ref reader, path)) return null;
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadText(ref reader, $"{path}[{texts.Count}]") is { } text) texts.Add(text);
        }

        return texts;
    }

    /// <summary>Skips a value.</summary>
    /// <returns>Its place in the body.</returns>
    public ReadOnlyMemory<byte> Slice(scoped ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return bytes[start..(int)reader.BytesConsumed];
    }

    /// <summary>The inside of the string that the reader stands on, without its quotes; no copy of it.</summary>
    public ReadOnlyMemory<byte> SliceText(scoped ref Utf8JsonReader reader) =>
        bytes.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);

    /// <summary>Skips a member that the conversation has no place for, and lists it unless it is null.</summary>
    public void Lose(scoped ref Utf8JsonReader reader, string path, string name, bool changesMeaning = false)
    {
        // A name that is none of Gemini's may be anything, so it is not repeated.
        if (reader.TokenType != JsonTokenType.Null)
            Lose(Join(path, name.Length == 0 ? "*" : name), changesMeaning);
        reader.Skip();
    }

    /// <summary>Lists what does not reach the provider.</summary>
    public void Lose(string path, bool changesMeaning) => Conversation.Losses.Add(new(path, changesMeaning));

    /// <summary>Refuses the body for a field, unless it is refused already.</summary>
    public void Refuse(string path, string expected) => Refuse<object>(path, expected);

    /// <summary>Puts a member's name behind the path of its object.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private bool Is(scoped ref Utf8JsonReader reader, JsonTokenType type, string path, string expected)
    {
        if (reader.TokenType == type) return true;
        if (reader.TokenType != JsonTokenType.Null) Refuse(path, expected);
        reader.Skip();
        return false;
    }

    private T? Refuse<T>(string path, string expected)
    {
        Failure ??= new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidField,
            $"The field {path} must be {expected}.") { Param = path };
        return default;
    }
}
