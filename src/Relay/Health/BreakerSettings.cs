namespace Relay.Health;

/// <summary>When a <see cref="Breaker"/> opens, and how it comes back.</summary>
internal static class BreakerSettings
{
    /// <summary>So many failures one after the other open it: trouble is noticed within a call or two of several callers.</summary>
    public const int Consecutive = 3;

    /// <summary>The part of the attempts in the window that may fail; more opens it.</summary>
    public const double ErrorRate = 0.5;

    /// <summary>With fewer attempts in the window a rate says nothing.</summary>
    public const int LeastForRate = 10;

    /// <summary>
    /// With fewer attempts in the window, those that are missing count as good ones in the rate that others see: one failure
    /// alone, after a comeback above all, holds nothing back for the rest of the window, and two do.
    /// </summary>
    public const int FewestForRate = 4;

    /// <summary>How far back the error rate looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>How long it is open the first time; twice as long after each probe that failed.</summary>
    public static readonly TimeSpan FirstOpen = TimeSpan.FromSeconds(5);

    /// <summary>It is never open for longer than this, for failures that may pass.</summary>
    public static readonly TimeSpan LongestOpen = TimeSpan.FromMinutes(1);

    /// <summary>How long an account whose key or credit was refused is out the first time.</summary>
    public static readonly TimeSpan FirstOut = TimeSpan.FromMinutes(1);

    /// <summary>How long it is out at the most: somebody may have paid meanwhile.</summary>
    public static readonly TimeSpan LongestOut = TimeSpan.FromMinutes(30);

    /// <summary>How long a model that an account does not know is left out there.</summary>
    public static readonly TimeSpan NoModel = TimeSpan.FromMinutes(5);

    /// <summary>How long a model rests when the provider does not say for how long.</summary>
    public static readonly TimeSpan Cooling = TimeSpan.FromSeconds(5);

    /// <summary>No rest is longer than this, whatever a provider's header says.</summary>
    public static readonly TimeSpan LongestCooling = TimeSpan.FromHours(1);

    /// <summary>A probe that has said nothing for so long no longer keeps others from trying.</summary>
    public static readonly TimeSpan ProbeLease = TimeSpan.FromSeconds(30);

    /// <summary>How long its share takes to grow back.</summary>
    public static readonly TimeSpan SlowStart = TimeSpan.FromMinutes(1);

    /// <summary>The share with which it comes back.</summary>
    public const double FirstShare = 0.1;
}
