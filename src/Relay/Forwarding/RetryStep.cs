namespace Relay.Forwarding;

/// <summary>What a call does after an attempt that failed.</summary>
internal enum RetryStep
{
    /// <summary>The caller gets the failure: it would be the same anywhere.</summary>
    Fail,

    /// <summary>The next target; this one is not asked again.</summary>
    Next,

    /// <summary>The next target; when none is left, this one once more after a wait.</summary>
    NextThenSame,

    /// <summary>The models that the config names for a context that is too long; where it names none, the caller gets the failure.</summary>
    LargerContext,

    /// <summary>This one once more at once if its secret has changed meanwhile, else the next target.</summary>
    RefreshThenSame,
}
