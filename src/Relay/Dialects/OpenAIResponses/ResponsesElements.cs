using System.Text.Json;

namespace Relay.Dialects.OpenAIResponses;

/// <summary>Goes through the elements of an array; of a value that is no array there are none.</summary>
internal ref struct ResponsesElements
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isArray;
    private Utf8JsonReader _reader;

    /// <summary>Stands in front of the first element.</summary>
    /// <param name="json">A well-formed value, or nothing.</param>
    public ResponsesElements(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, DialectJson.ReaderOptions);
        _isArray = !json.IsEmpty && _reader.Read() && _reader.TokenType == JsonTokenType.StartArray;
    }

    /// <summary>The element.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        if (!_isArray || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray) return false;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Value = _json[start..(int)_reader.BytesConsumed];
        return true;
    }
}
