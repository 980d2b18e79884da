namespace Relay.Forwarding;

/// <summary>
/// A token that ends when the caller goes away or when what is waited for takes too long: armed anew for each read,
/// never beyond the end of the attempt, nor beyond the time for the first token while none has come.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly long _started;
    private readonly TimeSpan _attempt;
    private TimeSpan _firstToken = TimeSpan.MaxValue;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="attempt">How long the attempt may take in all.</param>
    /// <param name="caller">Ends it as well.</param>
    public Deadline(TimeProvider time, TimeSpan attempt, CancellationToken caller)
    {
        _time = time;
        _attempt = attempt;
        _started = time.GetTimestamp();
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>The token.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>From now on, so long is waited for the first token, whatever comes before it.</summary>
    public void ArmFirstToken(TimeSpan wait)
    {
        _firstToken = _time.GetElapsedTime(_started) + wait;
        Arm(wait);
    }

    /// <summary>The first token came.</summary>
    public void FirstTokenCame() => _firstToken = TimeSpan.MaxValue;

    /// <summary>From now on, so long is waited.</summary>
    public void Arm(TimeSpan wait)
    {
        var end = _attempt < _firstToken ? _attempt : _firstToken;
        var left = end - _time.GetElapsedTime(_started);
        if (left > wait) left = wait;
        _source.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Ends the token now.</summary>
    public void Cancel() => _source.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
