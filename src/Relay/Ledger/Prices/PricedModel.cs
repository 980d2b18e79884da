namespace Relay.Ledger.Prices;

/// <summary>One entry of the price list: a model, the names that it goes by, and its prices through time.</summary>
/// <param name="Id">The provider's main name for the model.</param>
/// <param name="Match">Which names are this model's.</param>
/// <param name="ListedAs">
/// Its name among models to choose from; null for one that is none: shut down, no name that the provider takes, or for an endpoint
/// that Relay has not.
/// </param>
/// <param name="Prices">From the first to the last; none when it is not charged by the token.</param>
internal sealed record PricedModel(string Id, ModelMatch Match, string? ListedAs, IReadOnlyList<Price> Prices)
{
    /// <summary>The last of the prices that are in force at that moment.</summary>
    public Price? At(DateTimeOffset at) => Prices.LastOrDefault(price => price.IsInForce(at));
}
