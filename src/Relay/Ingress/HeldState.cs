using Relay.Routing;

namespace Relay.Ingress;

/// <summary>What a call has to do with what a provider holds.</summary>
/// <param name="Account">The id of the only account that can serve it; null for any.</param>
/// <param name="Ids">Makes the ids under which the caller knows what is in the answer; null when those of the provider pass.</param>
internal sealed record HeldState(string? Account, HeldIds? Ids)
{
    /// <summary>The field that names what an account holds, when nothing says which account; null when there is none.</summary>
    public string? UnknownField { get; init; }
}
