namespace Relay.Forwarding;

/// <summary>A provider's stream while it comes. Ends when it is disposed of: what is held then may be forgotten.</summary>
/// <param name="answer">Where it goes.</param>
internal readonly struct AnswerStream(CallerAnswer answer) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => answer.UnfollowAsync();
}
