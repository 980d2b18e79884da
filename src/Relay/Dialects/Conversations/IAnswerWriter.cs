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

    /// <summary>Writes the event that ends a stream that broke.</summary>
    /// <returns>False, and nothing is written, where it is that of <see cref="IDialect.ToEvent"/>.</returns>
    bool Fail(Failure failure) => false;
}
