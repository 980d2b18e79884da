namespace Relay.Forwarding;

/// <summary>
/// Thrown out of a trigger after a stream's error event was flushed, so that the host closes the connection without
/// the terminator of the body: an SDK takes a clean end for success.
/// </summary>
public sealed class TruncatedStreamException : Exception
{
    /// <summary>Makes the exception for a call.</summary>
    /// <param name="callId">The call's id, which is all that may be said of it.</param>
    public TruncatedStreamException(string callId)
        : base($"The stream of {callId} broke off; its body is left without an end on purpose.")
    {
    }
}
