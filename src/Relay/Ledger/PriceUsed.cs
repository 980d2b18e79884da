namespace Relay.Ledger;

/// <summary>The price that a call was charged at. Rates are nano-dollars per token.</summary>
/// <param name="Id">Which entry of the catalogue or of the config it is.</param>
/// <param name="EffectiveFrom">From when on it holds; null for always.</param>
/// <param name="Input">For a token of input.</param>
/// <param name="CachedInput">For a token of input out of the provider's cache.</param>
/// <param name="CacheWrite">For a token put into the provider's cache.</param>
/// <param name="Output">For a token of output.</param>
public sealed record PriceUsed(
    string Id, DateOnly? EffectiveFrom, decimal Input, decimal CachedInput, decimal CacheWrite, decimal Output);
