using System.Buffers;
using System.Text.Json;

namespace Relay.Dialects;

/// <summary>A list that fills while an answer comes, and is written in its place at the end.</summary>
internal sealed class JsonList
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

    /// <summary>Writes it as a member, unless it is empty.</summary>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        if (_json is null) return;
        json.WritePropertyName(name);
        Write(json);
    }

    /// <summary>Writes it as a value. Nothing can be added to it then.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.Flush();
        }

        json.WriteRawValue(_json is null ? "[]"u8 : _bytes.WrittenSpan, skipInputValidation: true);
    }
}
