namespace Relay.Storage;

/// <summary>Why a store cannot answer.</summary>
public enum TableFault
{
    /// <summary>It cannot be reached, or did not answer in time. A write may have landed or not.</summary>
    Unavailable,

    /// <summary>It asks to be called less often; nothing was written.</summary>
    Throttled,

    /// <summary>It refuses Relay's identity; nothing was written.</summary>
    Denied,

    /// <summary>What it holds is damaged.</summary>
    Damaged,
}
