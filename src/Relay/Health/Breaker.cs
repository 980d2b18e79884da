using Relay.Routing;

namespace Relay.Health;

/// <summary>
/// Decides whether an account, or a model on it, gets calls:
/// <code>
/// Closed ──failures──► Open ──its time is over──► HalfOpen ──the one probe succeeds──► Closed, with a small share
///    ▲                  ▲ └──a rest is over──► Closed          └──it fails──► Open, for twice as long
///    └── its share grows for a minute
/// </code>
/// A state machine over the times that it is given; a short lock, and nothing waits inside it.
/// </summary>
internal sealed class Breaker
{
    private readonly Lock _lock = new();
    private readonly ErrorWindow _window = new();
    private BreakerState _state;
    private OpenedBy _by;
    private string? _reason;
    private DateTimeOffset? _since;
    private DateTimeOffset _until;
    private DateTimeOffset _probeUntil;
    private DateTimeOffset _lastSuccess = DateTimeOffset.MinValue;
    private bool _learnt;
    private bool _isTold;
    private int _consecutive;
    private int _openings;
    private long _epoch;

    /// <summary>What it shows.</summary>
    public BreakerView Look(DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            var (attempts, failures) = _window.Sum(now);
            var rate = (double)failures / Math.Max(attempts, BreakerSettings.FewestForRate);
            var waits = _state == BreakerState.HalfOpen && now < _probeUntil;
            return new(
                waits ? BreakerState.Open : _state,
                _state == BreakerState.Closed ? Share_NeedsLock(now) : BreakerSettings.FirstShare,
                rate,
                _state == BreakerState.Closed ? null : _reason,
                _since,
                waits ? _probeUntil : _state == BreakerState.Open ? _until : null);
        }
    }

    /// <summary>What it found out by itself and others may learn; null when it is closed, or learnt it from others.</summary>
    public (DateTimeOffset Since, DateTimeOffset Until, OpenedBy By, string Reason)? ToTell(DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            return _state == BreakerState.Open && !_learnt ? (_since!.Value, _until, _by, _reason!) : null;
        }
    }

    /// <summary>Lets an attempt through, or not.</summary>
    /// <param name="now">The time.</param>
    /// <param name="forced">Lets it through in any case: nothing else is left to try.</param>
    /// <param name="pass">What the attempt's outcome is reported with.</param>
    public bool TryPass(DateTimeOffset now, bool forced, out BreakerPass pass)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            var isProbe = _state == BreakerState.HalfOpen && now >= _probeUntil;
            if (isProbe) _probeUntil = now + BreakerSettings.ProbeLease;
            pass = new(_epoch, isProbe || (forced && _state != BreakerState.Closed));
            return forced || isProbe || _state == BreakerState.Closed;
        }
    }

    /// <summary>An attempt brought a first token, or a whole answer.</summary>
    /// <returns>True for the first one that shows it well again after it was said to be open.</returns>
    public bool Succeeded(BreakerPass pass, DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            _lastSuccess = now;
            _window.Add(failed: false, now);
            if (_state == BreakerState.Closed)
            {
                if (pass.Epoch != _epoch) return false;
                _consecutive = 0;
                return IsBack_NeedsLock();
            }

            if (!pass.IsProbe || pass.Epoch < _epoch - 1) return false;
            _openings = 0;
            Close_NeedsLock(now);
            return IsBack_NeedsLock();
        }
    }

    /// <summary>An attempt failed in a way that counts.</summary>
    /// <returns>Until when it is open, where this opened it.</returns>
    public DateTimeOffset? Failed(BreakerPass pass, string reason, DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            _window.Add(failed: true, now);
            if (_state == BreakerState.HalfOpen && pass.IsProbe)
            {
                return Open_NeedsLock(OpenedBy.Failures, reason, now, now + Doubled(BreakerSettings.FirstOpen, BreakerSettings.LongestOpen));
            }
            else if (_state == BreakerState.Closed && pass.Epoch == _epoch)
            {
                _consecutive++;
                var (attempts, failures) = _window.Sum(now);
                if (_consecutive >= BreakerSettings.Consecutive
                    || (attempts >= BreakerSettings.LeastForRate && failures > attempts * BreakerSettings.ErrorRate))
                    return Open_NeedsLock(OpenedBy.Failures, reason, now, now + Doubled(BreakerSettings.FirstOpen, BreakerSettings.LongestOpen));
            }

            return null;
        }
    }

    /// <summary>The account was refused, or does not know the model: it is out at once.</summary>
    /// <param name="reason">The failure's code.</param>
    /// <param name="first">For how long the first time; each further time twice as long.</param>
    /// <param name="longest">The most.</param>
    /// <param name="now">The time.</param>
    /// <returns>Until when it is out, where this took it out.</returns>
    public DateTimeOffset? TakeOut(string reason, TimeSpan first, TimeSpan longest, DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            // Calls that were under way when the first was refused say nothing new.
            if (_state == BreakerState.Open && _by == OpenedBy.Refusal) return null;
            return Open_NeedsLock(OpenedBy.Refusal, reason, now, now + Doubled(first, longest));
        }
    }

    /// <summary>The provider wants a rest until a time.</summary>
    /// <returns>That time, where this opened it; null also where it is open for longer now.</returns>
    public DateTimeOffset? Rest(string reason, DateTimeOffset until, DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            if (until <= now || (_state == BreakerState.Open && _until >= until)) return null;
            var wasOpen = _state == BreakerState.Open;
            if (wasOpen && _by != OpenedBy.Rest) _until = until;
            else Open_NeedsLock(OpenedBy.Rest, reason, now, until);
            return wasOpen ? null : until;
        }
    }

    /// <summary>An attempt ended in a way that says nothing of the account.</summary>
    public void GaveUp(BreakerPass pass, DateTimeOffset now)
    {
        lock (_lock)
        {
            // The next call may probe at once.
            if (pass.IsProbe && _state == BreakerState.HalfOpen && pass.Epoch == _epoch) _probeUntil = now;
        }
    }

    /// <summary>A look at the provider beside the calls went well: the next call may try, unless it asked for a rest.</summary>
    public void ProbeSucceeded(DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            if (_state == BreakerState.Open && _by != OpenedBy.Rest) HalfOpen_NeedsLock(now);
        }
    }

    /// <summary>Another instance says that it is open there. Own knowledge weighs more: an own success since then.</summary>
    public void Learn(DateTimeOffset since, DateTimeOffset until, OpenedBy by, string reason, DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            if (_state == BreakerState.Open || _lastSuccess >= since || until <= now) return;
            var isTold = _isTold;
            Open_NeedsLock(by, reason, now, until);
            // Who found it out says so.
            (_learnt, _isTold) = (true, isTold);
        }
    }

    /// <summary>The other instances no longer say so: what was learnt of them is tried.</summary>
    public void Unlearn(DateTimeOffset now)
    {
        lock (_lock)
        {
            Step_NeedsLock(now);
            if (_learnt && _state == BreakerState.Open) HalfOpen_NeedsLock(now);
        }
    }

    // What time alone brings about.
    private void Step_NeedsLock(DateTimeOffset now)
    {
        if (_state != BreakerState.Open || now < _until) return;
        if (_by == OpenedBy.Rest) Close_NeedsLock(_until);
        else HalfOpen_NeedsLock(_until);
    }

    private DateTimeOffset Open_NeedsLock(OpenedBy by, string reason, DateTimeOffset now, DateTimeOffset until)
    {
        _state = BreakerState.Open;
        _by = by;
        _reason = reason;
        _since = now;
        _until = until;
        _learnt = false;
        _isTold = true;
        _epoch++;
        return until;
    }

    private void HalfOpen_NeedsLock(DateTimeOffset now)
    {
        _state = BreakerState.HalfOpen;
        _since = now;
        _probeUntil = DateTimeOffset.MinValue;
        _epoch++;
    }

    private void Close_NeedsLock(DateTimeOffset now)
    {
        _state = BreakerState.Closed;
        _since = now;
        _learnt = false;
        _consecutive = 0;
        _window.Clear();
        _epoch++;
    }

    private bool IsBack_NeedsLock()
    {
        var isBack = _isTold;
        _isTold = false;
        return isBack;
    }

    private double Share_NeedsLock(DateTimeOffset now)
    {
        if (_since is not { } since) return 1;
        var grown = (now - since) / BreakerSettings.SlowStart;
        return Math.Clamp(BreakerSettings.FirstShare + ((1 - BreakerSettings.FirstShare) * grown), BreakerSettings.FirstShare, 1);
    }

    private TimeSpan Doubled(TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Min(_openings++, 10));
        return doubled < longest ? doubled : longest;
    }
}
