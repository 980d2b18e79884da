using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects.OpenAIChat;

/// <summary>A list that fills while an answer comes, and is written in its place at the end.</summary>
internal sealed class ChatJsonList
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private Utf8JsonWriter? _json;

    /// <summary>How many items it has.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next item is written.</summary>
    public Utf8JsonWriter Next()
    {
        if (_json is null)
        {
            _json = DialectJson.CreateWriter(_bytes);
            _json.WriteStartArray();
        }

        Count++;
        return _json;
    }

    /// <summary>Writes it, unless it is empty.</summary>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        if (_json is null) return;
        _json.WriteEndArray();
        _json.Flush();
        json.WritePropertyName(name);
        json.WriteRawValue(_bytes.WrittenSpan, skipInputValidation: true);
    }
}
