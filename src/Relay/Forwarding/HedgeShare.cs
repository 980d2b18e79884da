namespace Relay.Forwarding;

/// <summary>
/// How many of a model's calls may be sent twice: each call brings its part of one, and each that is sent twice takes a whole,
/// so that there are never more than the share of the calls so far. A short lock.
/// </summary>
internal sealed class HedgeShare
{
    /// <summary>A long good time saves up no more than so many: in a bad minute all calls are slow, and sending all twice helps nobody.</summary>
    public const int MostSaved = 10;

    private readonly Lock _lock = new();
    // Of decimals, for ten tenths are one exactly.
    private decimal _saved;

    /// <summary>Counts a call.</summary>
    /// <param name="share">The share in force: over 0, up to 1.</param>
    public void Count(decimal share)
    {
        lock (_lock) _saved = Math.Min(MostSaved, _saved + share);
    }

    /// <summary>Takes the right to send a call twice, if there is one left.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (_saved < 1) return false;
            _saved--;
            return true;
        }
    }

    /// <summary>Gives it back, for there was no target to send the call to.</summary>
    public void Return()
    {
        lock (_lock) _saved++;
    }
}
