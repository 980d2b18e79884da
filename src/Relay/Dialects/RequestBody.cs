using System.Buffers.Text;
using System.Text.Json;
using Relay.Dialects.Conversations;
using Relay.Failures;

namespace Relay.Dialects;

/// <summary>A caller's body while it is read: the conversation so far, and the first thing that is wrong with it.</summary>
/// <param name="bytes">The body.</param>
/// <param name="conversation">What is made of it.</param>
internal class RequestBody(ReadOnlyMemory<byte> bytes, Conversation conversation)
{
    /// <summary>What is made of it.</summary>
    public Conversation Conversation { get; } = conversation;

    /// <summary>What is wrong; null while nothing is.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Reads the members of the object that the reader stands on.</summary>
    public delegate void MemberReader(scoped ref Utf8JsonReader reader);

    /// <summary>Reads all of the body, which must be one object.</summary>
    /// <param name="members">Reads its members, as far as they are well-formed.</param>
    /// <returns>Why it is none; null when it is one. What is wrong with its fields is a <see cref="Failure"/> of its own.</returns>
    public Failure? Read(MemberReader members)
    {
        if (bytes.IsEmpty) return NotJson("it is empty");
        try
        {
            var reader = DialectJson.ReaderOn(bytes.Span);
            if (reader.TokenType != JsonTokenType.StartObject) return NotJson("its top level is something else");
            members(ref reader);
            // Reads what may follow the object, so that anything but white space is found.
            reader.Read();
            return null;
        }
        catch (JsonException e)
        {
            // The position helps; the message of the reader would quote the body.
            return NotJson($"it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it");
        }
    }

    /// <summary>Goes on to the next member of an object, and onto its value.</summary>
    /// <param name="reader">Stands on the object's start or behind a value.</param>
    /// <param name="name">The name; empty when it can be none of the dialect's.</param>
    public static bool TryNext(scoped ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        name = JsonString.ReadName(ref reader);
        reader.Read();
        return true;
    }

    /// <summary>
    /// Looks ahead for a text of the object that the reader stands on, which decides how the others are to be read and
    /// may stand behind them; null when there is none. Another type is refused.
    /// </summary>
    public string? Peek(Utf8JsonReader reader, string path, string member)
    {
        while (TryNext(ref reader, out var name))
        {
            if (name == member) return ReadText(ref reader, $"{path}.{member}");
            reader.Skip();
        }

        return null;
    }

    /// <summary>Whether an object begins. Null is none; anything else is refused.</summary>
    public bool IsObject(scoped ref Utf8JsonReader reader, string path) =>
        Is(ref reader, JsonTokenType.StartObject, path, "an object");

    /// <summary>Whether a list begins. Null is none; anything else is refused.</summary>
    public bool IsArray(scoped ref Utf8JsonReader reader, string path, string expected = "a list") =>
        Is(ref reader, JsonTokenType.StartArray, path, expected);

    /// <summary>Reads a string; null for null and for what is refused.</summary>
    public string? ReadText(scoped ref Utf8JsonReader reader, string path) =>
        Is(ref reader, JsonTokenType.String, path, "a string") ? JsonString.Read(ref reader) : null;

    /// <summary>Reads true or false; null for null and for what is refused.</summary>
    public bool? ReadFlag(scoped ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.True) return true;
        return Is(ref reader, JsonTokenType.False, path, "true or false") ? false : null;
    }

    /// <summary>Reads a whole number, which may be written with a fraction of zero.</summary>
    public virtual long? ReadInteger(scoped ref Utf8JsonReader reader, string path)
    {
        if (!Is(ref reader, JsonTokenType.Number, path, "a whole number")) return null;
        if (reader.TryGetInt64(out var whole)) return whole;
        if (reader.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < long.MaxValue)
            return (long)number;
        Refuse(path, "a whole number");
        return null;
    }

    /// <summary>Reads a number.</summary>
    public virtual double? ReadNumber(scoped ref Utf8JsonReader reader, string path)
    {
        if (!Is(ref reader, JsonTokenType.Number, path, "a number")) return null;
        if (reader.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Refuse(path, "a number");
        return null;
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

    /// <summary>Reads base64, as <see cref="SliceText"/> does; empty for null and for what is refused.</summary>
    public ReadOnlyMemory<byte> ReadBase64(scoped ref Utf8JsonReader reader, string path)
    {
        if (!Is(ref reader, JsonTokenType.String, path, "base64")) return default;
        var text = SliceText(ref reader);
        if (Base64.IsValid(text.Span)) return text;
        Refuse(path, "base64");
        return default;
    }

    /// <summary>
    /// The inside of the string that the reader stands on, without its quotes; no copy of it, unless it has escapes:
    /// some writers of JSON escape the slashes of base64.
    /// </summary>
    public ReadOnlyMemory<byte> SliceText(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return bytes.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var plain = new byte[reader.ValueSpan.Length];
        return plain.AsMemory(0, JsonString.Unescape(reader.ValueSpan, plain));
    }

    /// <summary>Reads an object as it stands in the body; empty for null and for what is refused.</summary>
    public ReadOnlyMemory<byte> ReadObject(scoped ref Utf8JsonReader reader, string path) =>
        IsObject(ref reader, path) ? Slice(ref reader) : default;

    /// <summary>Skips a member that the conversation has no place for, and lists it unless there is nothing in it.</summary>
    public void Lose(scoped ref Utf8JsonReader reader, string path, string name, bool changesMeaning = false)
    {
        var value = Slice(ref reader).Span;
        // A name that is none of the dialect's may be anything, so it is not repeated.
        if (!value.SequenceEqual("null"u8) && !IsNothing(value)) Lose(Join(path, WordOf(name)), changesMeaning);
    }

    /// <summary>Lists what does not reach the provider.</summary>
    public void Lose(string path, bool changesMeaning) => Conversation.Losses.Add(new(path, changesMeaning));

    /// <summary>Lists a tool of the provider's own, which no other has.</summary>
    public void LoseTool(string path)
    {
        Conversation.LosesTools = true;
        Lose(path, changesMeaning: false);
    }

    /// <summary>Skips a member that stands for tools of the provider's own, and lists it unless there is nothing in it.</summary>
    public void LoseTools(scoped ref Utf8JsonReader reader, string path, string name)
    {
        var before = Conversation.Losses.Count;
        Lose(ref reader, path, name);
        Conversation.LosesTools |= Conversation.Losses.Count > before;
    }

    /// <summary>Refuses the body for a field, unless it is refused already.</summary>
    public void Refuse(string path, string expected) =>
        Refuse(path, FailureCode.InvalidField, $"The field {path} must be {expected}.");

    /// <summary>Refuses the body for a field that is not there, unless it is refused already.</summary>
    public void RefuseMissing(string path) => Refuse(path, FailureCode.MissingField, $"The field {path} is missing.");

    /// <summary>Skips a value.</summary>
    /// <returns>Its place in the body.</returns>
    public ReadOnlyMemory<byte> Slice(scoped ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return bytes[start..(int)reader.BytesConsumed];
    }

    /// <summary>Whether a list or an object says nothing, as an empty one does in most dialects.</summary>
    protected virtual bool IsNothing(ReadOnlySpan<byte> value) => value.SequenceEqual("[]"u8) || value.SequenceEqual("{}"u8);

    /// <summary>Whether a value is of a type. Null is none; anything else is refused.</summary>
    protected bool Is(scoped ref Utf8JsonReader reader, JsonTokenType type, string path, string expected)
    {
        if (reader.TokenType == type) return true;
        if (reader.TokenType != JsonTokenType.Null) Refuse(path, expected);
        reader.Skip();
        return false;
    }

    private void Refuse(string path, string code, string message) =>
        Failure ??= new(FailureStage.Ingress, FailureSide.Caller, 400, code, message) { Param = path };

    private static Failure NotJson(string why) => new(
        FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.InvalidJson, $"The body must be a JSON object, but {why}.");

    /// <summary>Puts a member's name behind the path of its object.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string WordOf(string name) =>
        name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : "*";
}
