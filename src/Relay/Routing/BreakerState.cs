namespace Relay.Routing;

/// <summary>Whether calls are sent to an account, or to a model on it.</summary>
internal enum BreakerState
{
    /// <summary>They are.</summary>
    Closed,

    /// <summary>One call at a time tries whether it is well again.</summary>
    HalfOpen,

    /// <summary>They are not, while anything else is left.</summary>
    Open,
}
