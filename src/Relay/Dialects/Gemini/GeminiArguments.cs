using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Puts a call's arguments together that come in pieces, each with the path of its place
/// (<c>partialArgs</c>, <c>willContinue</c>). They may come in any order, so JSON is written when all are there.
/// </summary>
/// <remarks>https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling#streaming-function-call</remarks>
internal sealed class GeminiArguments
{
    private const int MaxDepth = 200;

    private readonly GeminiArgumentNode _root = new() { Members = [] };

    /// <summary>Reads a list of pieces, and leaves the reader at its end.</summary>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadPiece(ref reader);
            else reader.Skip();
        }
    }

    /// <summary>What is there so far, as a JSON object.</summary>
    public ReadOnlySpan<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = DialectJson.CreateWriter(buffer)) Write(json, _root);
        return buffer.WrittenSpan;
    }

    private void ReadPiece(scoped ref Utf8JsonReader reader)
    {
        string? path = null, text = null, raw = null;
        var goesOn = false;
        Span<char> buffer = stackalloc char[GeminiName.MaxLength];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = GeminiName.Read(in reader, buffer);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && name is "jsonPath") path = JsonString.Read(ref reader);
            else if (reader.TokenType == JsonTokenType.String && name is "stringValue") text = JsonString.Read(ref reader);
            else if (name is "nullValue") raw = "null";
            else if (name is "numberValue" or "boolValue"
                && reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
                raw = Encoding.UTF8.GetString(reader.ValueSpan);
            else if (name is "willContinue") goesOn = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        if (path is null || Find(path) is not { } node) return;
        if (text is not null)
        {
            // A piece that follows one that was to go on is its rest; an empty one ends it.
            if (node.Text is null || !node.GoesOn) node.Text = new StringBuilder();
            node.Text.Append(text);
            node.GoesOn = goesOn;
        }
        else if (raw is not null)
        {
            node.Raw = raw;
        }
    }

    private GeminiArgumentNode? Find(string path)
    {
        var at = path.StartsWith('$') ? 1 : 0;
        var node = _root;
        for (var depth = 0; at < path.Length; depth++)
        {
            if (depth == MaxDepth || TakeStep(path, ref at) is not { } step) return null;
            if ((step.Name is { } name ? node.Member(name) : node.Element(step.Index)) is not { } next) return null;
            node = next;
        }

        return node == _root ? null : node;
    }

    // The next of .name, ['name'], ["name"] or [0]
    private static (string? Name, int Index)? TakeStep(string path, ref int at)
    {
        if (path[at] == '[')
        {
            var quote = at + 1 < path.Length && path[at + 1] is '\'' or '"' ? path[at + 1] : '\0';
            var start = quote == '\0' ? at + 1 : at + 2;
            var end = quote == '\0' ? path.IndexOf(']', start) : path.IndexOf($"{quote}]", start, StringComparison.Ordinal);
            if (end < 0) return null;
            var inside = path[start..end];
            at = end + (quote == '\0' ? 1 : 2);
            if (quote != '\0') return (inside, 0);
            return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (null, index) : null;
        }

        if (path[at] == '.') at++;
        var stop = path.AsSpan(at).IndexOfAny('.', '[') is >= 0 and var found ? at + found : path.Length;
        if (stop == at) return null;
        var name = path[at..stop];
        at = stop;
        return (name, 0);
    }

    private static void Write(Utf8JsonWriter json, GeminiArgumentNode? node)
    {
        if (node?.Members is { } members)
        {
            json.WriteStartObject();
            foreach (var (name, member) in members)
            {
                json.WritePropertyName(name);
                Write(json, member);
            }

            json.WriteEndObject();
        }
        else if (node?.Elements is { } elements)
        {
            json.WriteStartArray();
            foreach (var element in elements) Write(json, element);
            json.WriteEndArray();
        }
        else if (node?.Text is { } text)
        {
            json.WriteStringValue(text.ToString());
        }
        else
        {
            json.WriteRawValue(node?.Raw ?? "null", skipInputValidation: true);
        }
    }
}
