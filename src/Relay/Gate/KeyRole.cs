namespace Relay.Gate;

/// <summary>What a key is for.</summary>
internal enum KeyRole
{
    /// <summary>To call models.</summary>
    Caller,

    /// <summary>To manage this relay; it calls no model.</summary>
    Admin,
}
