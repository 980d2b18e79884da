using Relay.Failures;

namespace Relay.Dialects;

/// <summary>
/// What a stream says to its caller beside what its provider sends. Only of an answer that the caller has begun to get,
/// between two events, and never while an event is being read.
/// </summary>
internal interface IStreamVoice
{
    /// <summary>
    /// Makes the event that keeps a silent stream alive. Empty where <see cref="IDialect.KeepAlive"/> does: in dialects whose clients
    /// count that, and as long as the event that must come first has not come.
    /// </summary>
    ReadOnlyMemory<byte> KeepAlive() => default;

    /// <summary>Makes the event that ends a stream that broke. Empty where it is that of <see cref="IDialect.ToEvent"/>.</summary>
    ReadOnlyMemory<byte> Fail(Failure failure) => default;
}
