namespace Relay.Health;

/// <summary>What opened a breaker, and so how it comes back.</summary>
internal enum OpenedBy
{
    /// <summary>Failures that may pass: a call tries it again soon.</summary>
    Failures,

    /// <summary>The account was refused: a call tries it again later.</summary>
    Refusal,

    /// <summary>The provider asked for a rest: after it, it is closed, with a small share first.</summary>
    Rest,
}
