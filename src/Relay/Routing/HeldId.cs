namespace Relay.Routing;

/// <summary>Something that a provider holds for a caller.</summary>
/// <param name="Account">The id of the account that holds it.</param>
/// <param name="Id">The provider's own id of it.</param>
/// <param name="Model">The model that it was asked of, as the caller called it.</param>
internal readonly record struct HeldId(string Account, string Id, string Model);
