namespace Relay.Routing.Config;

/// <summary>An account, and the provider's own name for the model there.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Model">The provider's name of the model; null for the model's own, or the one that is asked for where that is a pattern.</param>
internal sealed record TargetConfig(string Account, string? Model)
{
    /// <summary>Its tier: the targets of a higher number are tried after all of a lower one.</summary>
    public int Priority { get; init; }

    /// <summary>Its part of the calls beside the others of its tier; null for the account's.</summary>
    public double? Weight { get; init; }
}
