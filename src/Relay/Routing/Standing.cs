namespace Relay.Routing;

/// <summary>Whether a target is used before others of its tier, whatever the strategy says.</summary>
internal enum Standing
{
    /// <summary>As the strategy says.</summary>
    Well,

    /// <summary>After those of its tier that are well: <see cref="Score.IsStrained"/>, coming back, or being probed.</summary>
    Held,

    /// <summary>After all that are not open, of every tier and fallback.</summary>
    Open,
}
