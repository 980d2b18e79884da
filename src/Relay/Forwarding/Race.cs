namespace Relay.Forwarding;

/// <summary>
/// Decides which of the attempts that run side by side answers the caller: the first that has something for it, and only
/// that one ever touches <see cref="CallerAnswer"/>.
/// </summary>
internal sealed class Race(CallerAnswer answer)
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Attempt? _winner;

    /// <summary>Ends when one has won.</summary>
    public Task Decided => _decided.Task;

    /// <summary>The one that has won; null while none has.</summary>
    public Attempt? Winner => Volatile.Read(ref _winner);

    /// <summary>An attempt has something for the caller.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="response">Its answer, whose headers go to the caller when it has won.</param>
    /// <returns>False when another was faster.</returns>
    public bool TryWin(Attempt attempt, HttpResponseMessage response)
    {
        if (!TryWin(attempt)) return false;
        answer.Describe(attempt, response);
        return true;
    }

    /// <summary>An attempt decides the call without an answer, or won before.</summary>
    /// <returns>False when another was faster.</returns>
    public bool TryWin(Attempt attempt)
    {
        if (Interlocked.CompareExchange(ref _winner, attempt, null) is { } before) return ReferenceEquals(before, attempt);
        _decided.TrySetResult();
        return true;
    }
}
