using System.Buffers;

namespace Relay.Dialects;

/// <summary>A place in a body where other bytes stand when it is sent on; all else stays as it came.</summary>
/// <param name="Offset">Where, in bytes from the start of the body.</param>
/// <param name="Length">How many bytes are left out there; 0 to only insert.</param>
/// <param name="Text">
/// What stands there instead; null for the target's name of the model, which is known only when a target is chosen.
/// </param>
internal readonly record struct JsonEdit(int Offset, int Length, byte[]? Text)
{
    /// <summary>Writes a body with some places changed, none of which may wait for the name of a model.</summary>
    /// <param name="body">The body.</param>
    /// <param name="edits">The places, in order.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReadOnlySpan<byte> body, IReadOnlyList<JsonEdit> edits, IBufferWriter<byte> output)
    {
        var from = 0;
        for (var i = 0; i < edits.Count; i++)
        {
            output.Write(body[from..edits[i].Offset]);
            output.Write(edits[i].Text);
            from = edits[i].Offset + edits[i].Length;
        }

        output.Write(body[from..]);
    }
}
