namespace Relay.Routing;

/// <summary>Why a target of a route is not in a plan.</summary>
internal enum ExclusionReason
{
    /// <summary>Its account cannot serve callers of the dialect, or the operation that they ask for.</summary>
    Dialect,

    /// <summary>It has no price, and the config refuses such models.</summary>
    Unpriced,

    /// <summary>Its account fits no word of an <c>only</c>.</summary>
    Only,

    /// <summary>Its account fits a word of an <c>avoid</c>.</summary>
    Avoid,

    /// <summary>The call continues what another account holds.</summary>
    Pinned,

    /// <summary>The plan has the same account and model already.</summary>
    Twice,
}
