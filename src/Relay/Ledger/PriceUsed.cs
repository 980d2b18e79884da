using Relay.Ledger.Prices;

namespace Relay.Ledger;

/// <summary>The price that a call was charged at, so that its cost can be reckoned again.</summary>
/// <param name="Id">Which entry of the catalogue or of the config it is.</param>
/// <param name="EffectiveFrom">From which day on it holds; null for as long as is known.</param>
/// <param name="Rates">The rates, in nano-dollars per token; a kind that is null costs what it is a part of.</param>
internal sealed record PriceUsed(string Id, DateOnly? EffectiveFrom, Rates Rates);
