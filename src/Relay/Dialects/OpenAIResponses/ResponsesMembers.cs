using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>
/// Goes through the members of an object without copying any, and over long values fast; of a value that is no object
/// there are none.
/// </summary>
/// <remarks>A value that was gone over is well-formed, so that going through it in turn cannot fail.</remarks>
internal ref struct ResponsesMembers
{
    /// <summary>Names longer than this are none that are known.</summary>
    private const int MaxNameLength = 192;

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private int _origin;
    private ReadOnlySpan<byte> _name;
    private bool _isEscaped;

    /// <summary>Stands in front of the first member.</summary>
    /// <exception cref="JsonException">It begins with what is no JSON.</exception>
    public ResponsesMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, DialectJson.ReaderOptions);
        IsObject = !json.IsEmpty && _reader.Read() && _reader.TokenType == JsonTokenType.StartObject;
    }

    /// <summary>Whether there is an object.</summary>
    public bool IsObject { get; }

    /// <summary>The member's value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next member.</summary>
    /// <exception cref="JsonException">It is not well-formed, or something stands behind it.</exception>
    public bool MoveNext()
    {
        if (!IsObject) return false;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            // Anything after the object is refused here.
            _reader.Read();
            return false;
        }

        _name = _reader.ValueSpan;
        _isEscaped = _reader.ValueIsEscaped;
        var start = _origin + (int)_reader.BytesConsumed;
        JsonSkipper.SkipValue(ref _reader, _json, ref _origin);
        Value = _json[start..(_origin + (int)_reader.BytesConsumed)].TrimStart(" \n\r\t"u8);
        return true;
    }

    /// <summary>Whether the member has this name. Never throws.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name)
    {
        if (!_isEscaped) return _name.SequenceEqual(name);
        if (_name.Length > MaxNameLength) return false;
        Span<byte> plain = stackalloc byte[MaxNameLength];
        return plain[..JsonString.Unescape(_name, plain)].SequenceEqual(name);
    }
}
