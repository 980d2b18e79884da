namespace Relay.Ledger.Prices;

/// <summary>One entry of the price list: a model, the names that it goes by, and its prices through time.</summary>
/// <param name="Id">The provider's main name for the model.</param>
/// <param name="Match">Which names are this model's.</param>
/// <param name="IsListed">Whether it is one to choose: not shut down, a name that the provider takes, for an endpoint that Relay has.</param>
/// <param name="Prices">From the first to the last; none when it is not charged by the token.</param>
internal sealed record PricedModel(string Id, ModelMatch Match, bool IsListed, IReadOnlyList<Price> Prices)
{
    /// <summary>The last of the prices that are in force at that moment.</summary>
    public Price? At(DateTimeOffset at) => Prices.LastOrDefault(price => price.IsInForce(at));
}
