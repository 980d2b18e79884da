namespace Relay.Forwarding;

/// <summary>
/// The time from when bytes of a provider have come to when they are sent or held. No keep-alive gets in between: it would
/// find half an event, or take the number of the next one. Ends when it is disposed of.
/// </summary>
/// <param name="gate">Entered, and left at its end.</param>
internal readonly struct AnswerTurn(SemaphoreSlim gate) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => gate.Release();
}
