namespace Relay.Routing.Config;

/// <summary>A price of one's own. Rates are nano-dollars per token: $1 for a million tokens is 1000.</summary>
/// <param name="Model">A pattern of the provider's names of models.</param>
/// <param name="Provider">The provider that it is for; null for all.</param>
/// <param name="Input">For a token of input.</param>
/// <param name="CachedInput">For a token of input that the provider had cached; null for the same as input.</param>
/// <param name="CacheWrite">For a token that the provider put into its cache; null for the same as input.</param>
/// <param name="Output">For a token of output.</param>
internal sealed record PriceConfig(
    string Model, string? Provider, decimal Input, decimal? CachedInput, decimal? CacheWrite, decimal Output);
