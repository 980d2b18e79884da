namespace Relay.Ledger.Prices;

/// <summary>
/// The price list that ships with Relay: what every known model of every known provider costs, and when.
/// Looking up takes about a microsecond, so a hot path keeps what it found.
/// </summary>
internal sealed class PriceBook
{
    private static readonly Lazy<PriceBook> Shipped = new(Load);
    private readonly Dictionary<string, Lazy<ProviderPrices>> _providers;

    private PriceBook(IEnumerable<(string Id, Lazy<ProviderPrices> Prices)> providers) => _providers =
        providers.ToDictionary(provider => provider.Id, provider => provider.Prices, StringComparer.OrdinalIgnoreCase);

    /// <summary>The list in this assembly, read when first asked for.</summary>
    public static PriceBook Default => Shipped.Value;

    /// <summary>The id of every provider in the list.</summary>
    public IEnumerable<string> Providers => _providers.Keys;

    /// <summary>Reads a price list, and each provider's part of it only when that is first asked for.</summary>
    /// <exception cref="System.Text.Json.JsonException">
    /// It is not in the form of prices.json; for what is wrong within a provider, thrown when that is asked for.
    /// </exception>
    public static PriceBook Parse(ReadOnlyMemory<byte> json) => new(PriceBookReader.Read(json));

    /// <summary>The provider's whole list; null for an unknown provider.</summary>
    public ProviderPrices? PricesOf(string provider) => _providers.GetValueOrDefault(provider)?.Value;

    /// <summary>
    /// What the model costs at that moment; null when the list does not know, or it is not paid by the token.
    /// </summary>
    /// <param name="provider">The provider's id in the price list.</param>
    /// <param name="model">The provider's name for the model, in any case.</param>
    /// <param name="at">When the call is made.</param>
    public Price? Find(string provider, string model, DateTimeOffset at) => Model(provider, model)?.At(at);

    /// <summary>
    /// Whether that provider's own list has the model, priced or not. The lists that it falls back on say what a model would
    /// cost there, not that the provider has it.
    /// </summary>
    public bool Knows(string provider, string model) => PricesOf(provider)?.Find(model) is not null;

    /// <summary>The names of the models in that provider's own list that are there to be chosen; none for an unknown provider.</summary>
    public IEnumerable<string> ListedModelsOf(string provider) =>
        PricesOf(provider)?.Models.Select(model => model.ListedAs).OfType<string>().Distinct() ?? [];

    private static PriceBook Load()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json);
    }

    private PricedModel? Model(string provider, string model)
    {
        if (PricesOf(provider) is not { } prices) return null;
        if (prices.Find(model) is { } own) return own;

        foreach (var other in prices.Fallback)
        {
            if (PricesOf(other)?.Find(model) is { } found) return found;
        }

        return null;
    }
}
