using Relay.Failures;
using Relay.Ledger.Prices;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>
/// Checks that names of a document stand for something: a constraint with a slip in it lets every account through, or
/// none, and a fallback with one is found out on the day when it is needed.
/// </summary>
internal sealed class ConfigReferences(ConfigDocument document, List<FailureDetail> errors)
{
    private readonly HashSet<string> _words = [.. document.Accounts.SelectMany(account =>
        account.Tags.Append(account.Id).Append(account.Region ?? account.Id))];

    private readonly HashSet<string> _names = [.. document.Models.SelectMany(model => model.Aliases.Concat(model.Tags).Append(model.Name))];

    /// <summary>Notes each one that stands for nothing, and each name that stands for two things.</summary>
    public void Check()
    {
        var taken = document.Models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, model) in document.Models.Index())
        {
            var path = FormattableString.Invariant($"$.models[{index}]");
            foreach (var (at, alias) in model.Aliases.Index())
            {
                if (!taken.Add(alias)) errors.Add(new(FormattableString.Invariant($"{path}.aliases[{at}]"), "is a name of a model already"));
            }

            CheckNames(model.Fallbacks, path + ".fallbacks");
            CheckNames(model.ContextFallbacks, path + ".context_fallbacks");
            CheckWords(model.Constraint, path);
        }

        foreach (var (index, rule) in document.Overrides.Index())
        {
            var path = FormattableString.Invariant($"$.overrides[{index}]");
            if (rule.Use is { } use && !IsModel(use)) errors.Add(new(path + ".use", Unknown("model", use, _names)));
            CheckWords(rule.Constraint, path);
        }
    }

    private void CheckNames(IReadOnlyList<string> names, string path)
    {
        foreach (var (index, name) in names.Index())
        {
            if (!IsModel(name)) errors.Add(new(FormattableString.Invariant($"{path}[{index}]"), Unknown("model", name, _names)));
        }
    }

    private void CheckWords(Constraint constraint, string path)
    {
        foreach (var (list, words) in new[] { ("only", constraint.Only), ("avoid", constraint.Avoid) })
        {
            foreach (var (index, word) in words.Index())
            {
                if (_words.Contains(word) || ProviderCatalogue.Default.Find(word) is not null) continue;
                errors.Add(new(FormattableString.Invariant($"{path}.{list}[{index}]"), Unknown("tag, region, account or provider", word, _words)));
            }
        }
    }

    // Accounts of the environment are not known here; each is at a provider that is.
    private bool IsModel(string name)
    {
        if (RouteNames.TryVariant(name, out var rest, out _) && IsModel(rest)) return true;
        if (_names.Contains(name)) return true;
        if (document.Models.Any(model => model.IsPattern && NamePattern.Matches(model.Name, name))) return true;
        if (document.Accounts.Any(account => account.Models is { } models && NamePattern.MatchesAny(models, name))) return true;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < name.Length - 1
            && (document.Accounts.Any(account => account.Id == name[..slash]) || ProviderCatalogue.Default.Find(name[..slash]) is not null))
            return true;
        return ProviderCatalogue.Default.All.Any(provider => provider.Has(name, PriceBook.Default));
    }

    private static string Unknown(string what, string text, IEnumerable<string> known)
    {
        var near = NearMatch.Of(text, known);
        return near.Count == 0 ? $"names no {what} that is known" : $"names no {what} that is known; did you mean {near[0]}?";
    }
}
