using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Relay.Routing.Config;

/// <summary>What each name of a model stands for, by one document.</summary>
/// <param name="document">The document.</param>
/// <param name="accounts">Its accounts, and those of the environment.</param>
/// <param name="answers">Whether an account answers to a name as it is.</param>
/// <param name="listed">The names that can be listed of an account.</param>
/// <param name="makeTarget">Makes a target of an account, a model, a tier and a weight.</param>
internal sealed class RouteTable(
    ConfigDocument document, IReadOnlyList<Account> accounts, Func<Account, string, bool> answers,
    Func<Account, IEnumerable<string>> listed, Func<Account, string, int, double?, Target> makeTarget)
{
    /// <summary>Names made on demand that are kept; callers choose names, so there must be an end.</summary>
    private const int MostNamesKept = 1000;

    /// <summary>
    /// Longer than an account's id and a name of the config together. Names go into headers and columns, so what an
    /// account with a pattern such as <c>*</c> lets in needs an end.
    /// </summary>
    private const int LongestName = 300;

    private readonly FrozenDictionary<string, Route> _named = MakeNamed(document, accounts, makeTarget);
    private readonly FrozenSet<string> _listed = accounts.SelectMany(listed).ToFrozenSet(StringComparer.Ordinal);
    private readonly ModelConfig[] _patterns = [.. document.Models.Where(model => model.IsPattern)];
    private readonly ConcurrentDictionary<string, Route> _onDemand = new(StringComparer.Ordinal);

    /// <summary>Every name that can be listed, in order. More may answer.</summary>
    public IReadOnlyList<string> Names => field ??= [.. _named.Keys.Union(_listed).Order(StringComparer.Ordinal)];

    /// <summary>Whether a name is one of <see cref="Names"/>.</summary>
    public bool Lists(string model) => _named.ContainsKey(model) || _listed.Contains(model);

    /// <summary>Finds what a name stands for; null when that is nothing.</summary>
    public Route? Find(string model)
    {
        if (_named.TryGetValue(model, out var route) || _onDemand.TryGetValue(model, out route)) return route;
        if (model.Length > LongestName || model.AsSpan().ContainsAnyExceptInRange(' ', '~')) return null;
        route = Make(model);
        if (route is not null && _onDemand.Count < MostNamesKept) _onDemand.TryAdd(model, route);
        return route;
    }

    private Route? Make(string model)
    {
        if (!_listed.Contains(model) && RouteNames.TryVariant(model, out var rest, out var strategy) && Find(rest) is { } whole)
            return whole with { Model = model, Strategy = strategy };
        if (Array.Find(_patterns, pattern => NamePattern.Matches(pattern.Name, model)) is { } fitting)
            return ToRoute(fitting, model, accounts, makeTarget) with { NamedBy = NameKind.Pattern };
        var answering = accounts.Where(account => answers(account, model)).Select(account => makeTarget(account, model, 0, null)).ToList();
        // Before account/name: OpenRouter's own names are openai/gpt-5.4 and the like, and would be out of reach beside an account openai.
        if (answering.Count > 0) return new(model, answering) { NamedBy = NameKind.Listed };

        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == model.Length - 1) return null;
        var (first, name) = (model[..slash], model[(slash + 1)..]);
        var kind = accounts.Any(account => account.Id == first) ? NameKind.Account : NameKind.Provider;
        var named = accounts.Where(account => first == (kind == NameKind.Account ? account.Id : account.Provider.Id)).ToList();
        return named.Count > 0 ? new(model, [.. named.Select(account => makeTarget(account, name, 0, null))]) { NamedBy = kind } : null;
    }

    private static FrozenDictionary<string, Route> MakeNamed(
        ConfigDocument document, IReadOnlyList<Account> accounts, Func<Account, string, int, double?, Target> makeTarget)
    {
        var named = new Dictionary<string, Route>(StringComparer.Ordinal);
        var plain = document.Models.Where(model => !model.IsPattern).ToList();
        foreach (var model in plain)
        {
            // All names of a model share its turns.
            var route = named[model.Name] = ToRoute(model, model.Name, accounts, makeTarget);
            foreach (var alias in model.Aliases) named[alias] = route;
        }

        foreach (var tag in plain.SelectMany(model => model.Tags).Distinct(StringComparer.Ordinal))
        {
            // A model's own name goes before a tag.
            if (named.ContainsKey(tag)) continue;
            var tagged = plain.Where(model => model.Tags.Contains(tag)).ToList();
            var targets = tagged
                // Each model's constraint holds for its own targets.
                .SelectMany(model => named[model.Name].Targets.Where(target => model.Constraint.Check(target.Account, out _) is null))
                .DistinctBy(target => (target.Account, target.Model))
                .ToList();
            if (targets.Count > 0) named[tag] = new(tag, targets) { NamedBy = NameKind.Tag, Strategy = RouteNames.StrategyOf(tag) ?? Strategy.Score };
        }

        return named.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Route ToRoute(
        ModelConfig model, string name, IReadOnlyList<Account> accounts, Func<Account, string, int, double?, Target> makeTarget) =>
        new(name, [.. model.Targets.Select(target => makeTarget(
            accounts.First(account => account.Id == target.Account), target.Model ?? name, target.Priority, target.Weight))])
        {
            Strategy = model.Strategy,
            Fallbacks = model.Fallbacks,
            ContextFallbacks = model.ContextFallbacks,
            Constraint = model.Constraint,
            Timeouts = model.Timeouts,
            Hedge = model.Hedge,
            Continues = model.Continues,
        };
}
