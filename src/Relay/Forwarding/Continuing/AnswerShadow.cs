using Relay.Dialects;
using Relay.Dialects.Conversations;

namespace Relay.Forwarding.Continuing;

/// <summary>
/// Reads a stream that passes to its caller as it is, and writes it once more to nowhere, so that the writer could go on in its
/// middle. Where the stream holds more than text there is nothing to go on with, and nothing more is read.
/// </summary>
/// <param name="reader">Reads the provider's dialect.</param>
/// <param name="joint">Before the writer of that dialect.</param>
internal sealed class AnswerShadow(IAnswerReader reader, AnswerJoint joint)
{
    /// <summary>Begins one.</summary>
    /// <param name="dialect">The dialect of both sides.</param>
    /// <param name="callId">What ids are made of where the provider gives none.</param>
    /// <param name="joint">Before the writer.</param>
    public static AnswerShadow Of(Dialect dialect, string callId, AnswerJoint joint) =>
        new(((ITranslatedDialect)DialectCatalogue.Of(dialect)).CreateReader(callId, []), joint);

    /// <summary>Takes the data of one event that goes to the caller.</summary>
    public void ReadEvent(ReadOnlySpan<byte> data)
    {
        if (!joint.IsTextOnly) return;
        reader.ReadEvent(data, joint);
        joint.Writer.Adopt(data);
        joint.Writer.Output.ResetWrittenCount();
    }
}
