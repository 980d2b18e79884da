using System.Buffers;

namespace Relay.Dialects.Gemini;

/// <summary>
/// Gemini's events as the elements of an array, for callers that ask for no events: the provider is asked for them in any
/// case, since they say where each ends.
/// </summary>
internal sealed class GeminiElements : IStreamTranslation
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private bool _any;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Output => _output.WrittenMemory;

    /// <inheritdoc/>
    public void Clear() => _output.ResetWrittenCount();

    /// <inheritdoc/>
    public bool ReadEvent(ReadOnlySpan<byte> data)
    {
        // A comment.
        if (data.IsEmpty) return true;
        _output.Write(_any ? ",\r\n"u8 : "["u8);
        _output.Write(data);
        _any = true;
        return true;
    }

    /// <inheritdoc/>
    public bool ReadEnd()
    {
        if (!_any) return false;
        _output.Write("]"u8);
        return true;
    }
}
