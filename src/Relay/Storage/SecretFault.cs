namespace Relay.Storage;

/// <summary>Why a secret, or a token that is made with one, cannot be had. For admins; callers learn only that it is so.</summary>
public enum SecretFault
{
    /// <summary>There is none of that name.</summary>
    Missing,

    /// <summary>It is there, but switched off, expired or not in force yet.</summary>
    Disabled,

    /// <summary>It was deleted, and what was deleted stands in the way of a new one until it is purged or recovered.</summary>
    Deleted,

    /// <summary>Relay may not read, or write, it.</summary>
    Denied,

    /// <summary>Whoever gives it out wants to be left alone for a while.</summary>
    Throttled,

    /// <summary>Whoever gives it out does not answer, or answers that it cannot.</summary>
    Unreachable,

    /// <summary>The one who gives out tokens does not accept what it was shown.</summary>
    Refused,

    /// <summary>It is not what it must be: a secret that cannot stand in a header, or an answer that holds no token.</summary>
    Malformed,

    /// <summary>Nothing here gives out such tokens: Relay runs under no identity of Azure's.</summary>
    Unsupported,
}
