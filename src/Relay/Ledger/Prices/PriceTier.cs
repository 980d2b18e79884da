namespace Relay.Ledger.Prices;

/// <summary>Other rates for calls with a long input.</summary>
/// <param name="Over">The tier is for calls whose input tokens, cached ones included, are more than this.</param>
/// <param name="Rates">What every token of such a call costs: the whole call, not what is above the threshold.</param>
internal sealed record PriceTier(long Over, Rates Rates);
