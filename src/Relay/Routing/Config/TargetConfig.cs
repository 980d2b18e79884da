namespace Relay.Routing.Config;

/// <summary>An account, and the provider's own name for the model there.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Model">The provider's name of the model.</param>
internal sealed record TargetConfig(string Account, string Model);
