namespace Relay.Health;

/// <summary>What an attempt that failed means for the health of its account.</summary>
internal enum HealthEffect
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>It counts against the model on this account.</summary>
    CountsAgainstModel,

    /// <summary>It counts against the account.</summary>
    CountsAgainstAccount,

    /// <summary>The account gets no calls until a probe of it goes well.</summary>
    TakesAccountOut,

    /// <summary>The model on this account rests until the provider's reset.</summary>
    CoolsModel,

    /// <summary>The model is left out on this account for a while; other models of it are not.</summary>
    LeavesModelOut,
}
