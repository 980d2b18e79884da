using System.Text.RegularExpressions;

namespace Relay.Ledger.Prices;

/// <summary>The price list of one provider. Where names match several entries, the first is meant.</summary>
internal sealed partial class ProviderPrices
{
    private readonly Dictionary<string, int> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(int Model, ModelMatch Match)> _patterns = [];

    /// <param name="id">The provider's id in the list.</param>
    /// <param name="fallback">Providers in whose lists a model is looked up that this one lacks.</param>
    /// <param name="models">The entries, in order.</param>
    public ProviderPrices(string id, IReadOnlyList<string> fallback, IReadOnlyList<PricedModel> models)
    {
        Id = id;
        Fallback = fallback;
        Models = models;
        for (var i = 0; i < models.Count; i++) Index(i, models[i].Match);
    }

    public string Id { get; }

    public IReadOnlyList<string> Fallback { get; }

    public IReadOnlyList<PricedModel> Models { get; }

    /// <summary>The entry that the model's name is of, or null.</summary>
    public PricedModel? Find(string name)
    {
        name = Normalise(name);
        if (Lookup(name) is { } model) return model;

        // Some clients write the date of a snapshot 20250929, the list has 2025-09-29.
        var dashed = CompactDate().Replace(name, "-$1-$2-$3");
        return ReferenceEquals(dashed, name) ? null : Lookup(dashed);
    }

    private static string Normalise(string name) => name.Trim().ToLowerInvariant();

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

    [GeneratedRegex("-(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?=-|:|$)", RegexOptions.CultureInvariant)]
    private static partial Regex CompactDate();
}
