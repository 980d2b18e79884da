namespace Relay.Failures;

/// <summary>Whose trouble a failure is.</summary>
internal enum FailureSide
{
    /// <summary>The caller's: the same request fails again wherever it is sent.</summary>
    Caller,

    /// <summary>Relay's own, or its account's at the provider.</summary>
    Relay,

    /// <summary>The provider's: another target may do better.</summary>
    Provider,
}
