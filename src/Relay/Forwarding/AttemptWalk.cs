using Relay.Routing;

namespace Relay.Forwarding;

/// <summary>
/// Which target of a plan is tried next, and how long is waited before. Each target once in the order of the plan;
/// when none is left, those whose failure may pass once more each, whichever is ready first. Pure: time comes in as
/// the call's age, chance as a number.
/// </summary>
internal sealed class AttemptWalk
{
    /// <summary>The longest wait for the same target; who would have to wait longer is told so, and when to come back.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// So many targets at most are tried once more: callers retry by themselves, Codex 30 times for one turn, and what each of
    /// these asks of the providers is to have a bound of its own.
    /// </summary>
    public const int MostAgain = 3;

    // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);

    private readonly Stop[] _stops;
    private readonly TimeSpan _total;
    private readonly Func<double> _random;
    private int _retries;
    private int _again;

    /// <summary>Begins a walk.</summary>
    /// <param name="targets">The plan's targets, best first.</param>
    /// <param name="total">How old the call may become.</param>
    /// <param name="random">A number from 0 to 1, 1 excluded.</param>
    public AttemptWalk(IReadOnlyList<Target> targets, TimeSpan total, Func<double> random)
    {
        _stops = [.. targets.Select(static target => new Stop(target))];
        _total = total;
        _random = random;
    }

    /// <summary>The next target to try; null when there is none left, or no time.</summary>
    /// <param name="elapsed">How old the call is.</param>
    /// <param name="wait">How long to wait before.</param>
    /// <param name="forced">Whether it is to be tried however ill it seems, for nothing else is left.</param>
    public Target? Next(TimeSpan elapsed, out TimeSpan wait, out bool forced)
    {
        wait = TimeSpan.Zero;
        forced = false;
        if (elapsed >= _total) return null;
        if (Find(StopState.Untried) is { } untried) return Take(untried);
        forced = true;
        if (Find(StopState.HeldBack) is { } held) return Take(held);
        if (_again == MostAgain
            || Array.FindAll(_stops, static stop => stop.State == StopState.MayBeTriedAgain).MinBy(static stop => stop.ReadyAt) is not { } again)
            return null;
        wait = again.ReadyAt > elapsed ? again.ReadyAt - elapsed : TimeSpan.Zero;
        if (wait > LongestWait || elapsed + wait >= _total) return null;
        _again++;
        return Take(again);
    }

    /// <summary>The next target that was not tried yet, to be tried beside another; null when there is none.</summary>
    public Target? NextUntried() => Find(StopState.Untried) is { } untried ? Take(untried) : null;

    /// <summary>Notes that a target was not tried, for others seem better; it is, when they fail.</summary>
    public void HoldBack(Target target)
    {
        var stop = StopOf(target);
        stop.State = StopState.HeldBack;
        stop.Tries--;
    }

    /// <summary>Notes that a target failed.</summary>
    /// <param name="target">The target.</param>
    /// <param name="mayPass">Whether it may do better a little later.</param>
    /// <param name="retryAfter">When the provider wants to be asked again; null when it did not say.</param>
    /// <param name="elapsed">How old the call is.</param>
    public void Failed(Target target, bool mayPass, TimeSpan? retryAfter, TimeSpan elapsed)
    {
        var stop = StopOf(target);
        if (!mayPass || stop.Tries > 1)
        {
            stop.State = StopState.Done;
            return;
        }

        stop.State = StopState.MayBeTriedAgain;
        stop.ReadyAt = elapsed + (retryAfter ?? FirstBackoff * Math.Pow(2, Math.Min(_retries++, 4)) * _random());
    }

    /// <summary>Has a target tried again at once: what was wrong with it was put right. False when it had its second try.</summary>
    public bool TryAgainNow(Target target)
    {
        var stop = StopOf(target);
        if (stop.Tries > 1) return false;
        stop.State = StopState.Untried;
        return true;
    }

    private Stop? Find(StopState state)
    {
        foreach (var stop in _stops)
        {
            if (stop.State == state) return stop;
        }

        return null;
    }

    private Stop StopOf(Target target) => Array.Find(_stops, stop => ReferenceEquals(stop.Target, target))!;

    private static Target Take(Stop stop)
    {
        stop.State = StopState.Done;
        stop.Tries++;
        return stop.Target;
    }

    private enum StopState
    {
        Untried,
        HeldBack,
        MayBeTriedAgain,
        Done,
    }

    private sealed class Stop(Target target)
    {
        public Target Target { get; } = target;

        public StopState State { get; set; }

        public int Tries { get; set; }

        public TimeSpan ReadyAt { get; set; }
    }
}
