namespace Relay.Dialects.OpenAIChat;

/// <summary>Watches the arguments of a call as they come, for the end of their object.</summary>
internal struct ChatArguments
{
    private int _depth;
    private bool _inText;
    private bool _isEscaped;

    /// <summary>Whether the object has been closed.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>More of them.</summary>
    public void Append(ReadOnlySpan<byte> json)
    {
        foreach (var letter in json)
        {
            if (_inText)
            {
                if (_isEscaped) _isEscaped = false;
                else if (letter == '\\') _isEscaped = true;
                else _inText = letter != '"';
            }
            else if (letter == '"')
            {
                _inText = true;
            }
            else if (letter is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (letter is (byte)'}' or (byte)']')
            {
                IsWhole |= --_depth <= 0;
            }
        }
    }
}
