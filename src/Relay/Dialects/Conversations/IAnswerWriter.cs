using System.Buffers;
using Relay.Failures;

namespace Relay.Dialects.Conversations;

/// <summary>Says an answer in the caller's dialect, one instance for each: as events as they come, or as one JSON document.</summary>
internal interface IAnswerWriter : IAnswerSink
{
    /// <summary>
    /// What is to be sent. Events are written whole, and several may come of one push; a JSON document is there after
    /// <see cref="IAnswerSink.End"/>. Whoever sends takes the bytes and clears it.
    /// </summary>
    ArrayBufferWriter<byte> Output { get; }

    /// <summary>Writes the event that keeps a silent stream alive, between two pushes; nothing where a comment does.</summary>
    void KeepAlive()
    {
    }

    /// <summary>
    /// Takes the ids and numbers of an event that a provider wrote to the caller itself, in the caller's dialect, so that what is
    /// written next goes on from there. Comes behind the pushes of that event, whose output is thrown away.
    /// </summary>
    /// <param name="data">The event's data.</param>
    void Adopt(ReadOnlySpan<byte> data)
    {
    }

    /// <summary>Writes the event that ends a stream that broke.</summary>
    /// <returns>False, and nothing is written, where it is that of <see cref="IDialect.ToEvent"/>.</returns>
    bool Fail(Failure failure) => false;
}
