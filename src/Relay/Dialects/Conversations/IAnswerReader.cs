namespace Relay.Dialects.Conversations;

/// <summary>
/// Understands a provider's answer, one instance for each. What it does not know it leaves out; duplicate starts, missing
/// ends, empty pieces and arguments in one piece do not disturb the order that the sink is promised.
/// </summary>
internal interface IAnswerReader
{
    /// <summary>Reads the data of one event of a stream.</summary>
    /// <param name="data">Its data; of several lines joined by line feeds.</param>
    /// <param name="sink">Where it goes.</param>
    /// <returns>What it means; nothing is pushed of an <see cref="AnswerEventKind.Error"/>.</returns>
    AnswerEventKind ReadEvent(ReadOnlySpan<byte> data, IAnswerSink sink);

    /// <summary>Reads a whole answer that is no stream, and pushes all of it, <see cref="IAnswerSink.End"/> included.</summary>
    AnswerEventKind ReadWhole(ReadOnlySpan<byte> json, IAnswerSink sink);

    /// <summary>
    /// The bytes of the stream have ended. Pushes the end where the dialect has no event for it, as Gemini.
    /// </summary>
    /// <returns>Whether the answer is whole.</returns>
    bool ReadEnd(IAnswerSink sink);
}
