using System.Globalization;

namespace Relay.Ledger.Prices;

/// <summary>The price list of one provider. Where names match several entries, the first is meant.</summary>
internal sealed class ProviderPrices
{
    private readonly Dictionary<string, int> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(int Model, ModelMatch Match)> _patterns = [];

    /// <param name="fallback">Providers in whose lists a model is looked up that this one lacks.</param>
    /// <param name="models">The entries, in order.</param>
    public ProviderPrices(IReadOnlyList<string> fallback, IReadOnlyList<PricedModel> models)
    {
        Fallback = fallback;
        Models = models;
        for (var i = 0; i < models.Count; i++) Index(i, models[i].Match);
    }

    public IReadOnlyList<string> Fallback { get; }

    public IReadOnlyList<PricedModel> Models { get; }

    /// <summary>The entry that the model's name is of, or null.</summary>
    public PricedModel? Find(string name)
    {
        name = name.Trim().ToLowerInvariant();
        if (Lookup(name) is { } model) return model;

        return WithDashes(name) is { } dashed ? Lookup(dashed) : null;
    }

    // Some clients end a name with the date of a snapshot as 20250929, where the list has 2025-09-29.
    private static string? WithDashes(string name)
    {
        const int Digits = 8;
        if (name.Length <= Digits || name[^(Digits + 1)] != '-') return null;

        var date = name.AsSpan()[^Digits..];
        return DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? string.Concat(name.AsSpan()[..^Digits], day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }

    private PricedModel? Lookup(string name)
    {
        var found = _exact.TryGetValue(name, out var exact) ? exact : Models.Count;
        foreach (var (model, match) in _patterns)
        {
            if (model >= found) break;
            if (match.IsMatch(name)) return Models[model];
        }

        return found < Models.Count ? Models[found] : null;
    }

    // Most entries are plain names, so those are hashed, and only the rest are tried one by one.
    private void Index(int model, ModelMatch match)
    {
        switch (match)
        {
            case ModelMatch.EqualTo equal:
                _exact.TryAdd(equal.Text, model);
                break;
            case ModelMatch.Any any:
                foreach (var clause in any.Clauses) Index(model, clause);
                break;
            default:
                _patterns.Add((model, match));
                break;
        }
    }
}
