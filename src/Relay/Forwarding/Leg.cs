using Relay.Failures;

namespace Relay.Forwarding;

/// <summary>An attempt while it runs beside another. Disposing of it stops it, waits for its end and gives its slot back.</summary>
internal sealed class Leg : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;

    /// <summary>Starts it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="run">Runs it, until it is stopped.</param>
    /// <param name="caller">Stops it as well.</param>
    public Leg(Attempt attempt, Func<Attempt, CancellationToken, ValueTask<Failure?>> run, CancellationToken caller)
    {
        Attempt = attempt;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Ended = run(attempt, _stop.Token).AsTask();
    }

    /// <summary>The attempt.</summary>
    public Attempt Attempt { get; }

    /// <summary>Ends when it has: null when the caller has the whole answer.</summary>
    public Task<Failure?> Ended { get; }

    /// <summary>Stops it, for another has won.</summary>
    public Task OutrunAsync()
    {
        Attempt.IsOutrun = true;
        return _stop.CancelAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Attempt.Lease!.Dispose();
        _stop.Dispose();
    }
}
