using System.Collections.Concurrent;
using System.Collections.Frozen;
using Relay.Ledger.Prices;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>A config document made ready for calls. Immutable in what it says; instances swap it as a whole.</summary>
internal sealed class ConfigSnapshot
{
    /// <summary>Names made on demand that are kept; callers choose names, so there must be an end.</summary>
    private const int MostNamesKept = 1000;

    /// <summary>
    /// Longer than an account's id and a name of the config together. Names go into headers and columns, so what an
    /// account with a pattern such as <c>*</c> lets in needs an end.
    /// </summary>
    private const int LongestName = 300;

    private readonly FrozenDictionary<string, Route> _routes;
    private readonly FrozenDictionary<string, Account> _accounts;
    private readonly FrozenDictionary<string, TimeoutConfig> _timeouts;
    private readonly FrozenSet<string> _names;
    private readonly ConcurrentDictionary<string, Route> _onDemand = new(StringComparer.Ordinal);
    private readonly PriceBook _prices;

    /// <summary>Makes a snapshot.</summary>
    /// <param name="document">The document, which must be valid.</param>
    /// <param name="version">Which version of it this is; 0 for none.</param>
    /// <param name="environment">Accounts of this machine's environment, for providers that the document does not name.</param>
    /// <param name="prices">The price catalogue.</param>
    public ConfigSnapshot(
        ConfigDocument document, long version, IReadOnlyList<AccountConfig> environment, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(document);
        Document = document;
        Version = version;
        _prices = prices;
        var added = environment.Where(account => !document.Accounts.Any(own =>
            own.Id == account.Id || own.Provider == account.Provider));
        Accounts = [.. document.Accounts.Concat(added).Select(ToAccount)];
        _accounts = Accounts.ToFrozenDictionary(account => account.Id, StringComparer.Ordinal);
        _routes = document.Models.ToFrozenDictionary(
            model => model.Name,
            model => new Route(model.Name, [.. model.Targets.Select(target => ToTarget(_accounts[target.Account], target.Model))]),
            StringComparer.Ordinal);
        _timeouts = document.Models.Where(model => model.Timeouts is not null)
            .ToFrozenDictionary(model => model.Name, model => model.Timeouts!, StringComparer.Ordinal);
        ModelNames = [.. _routes.Keys.Concat(Accounts.SelectMany(NamesOf)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        _names = ModelNames.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The document.</summary>
    public ConfigDocument Document { get; }

    /// <summary>Which version of the document this is; 0 when none was ever put.</summary>
    public long Version { get; }

    /// <summary>What calls can be sent to.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>Every model that can be listed, in order. More may answer: by pattern, and as <c>account/model</c>.</summary>
    public IReadOnlyList<string> ModelNames { get; }

    /// <summary>
    /// Finds what a name stands for: a model of the document, else every account that answers to the name, else
    /// <c>account/name</c>. Null when it is none of these.
    /// </summary>
    public Route? Find(string model)
    {
        if (_routes.TryGetValue(model, out var route) || _onDemand.TryGetValue(model, out route)) return route;
        if (model.Length > LongestName || model.AsSpan().ContainsAnyExceptInRange(' ', '~')) return null;
        route = Make(model);
        if (route is not null && _onDemand.Count < MostNamesKept) _onDemand.TryAdd(model, route);
        return route;
    }

    /// <summary>Whether a name is one of <see cref="ModelNames"/>.</summary>
    public bool Lists(string model) => _names.Contains(model);

    /// <summary>How long is waited for a model.</summary>
    public TimeoutConfig TimeoutsOf(string model) => _timeouts.GetValueOrDefault(model, Document.Timeouts);

    private Route? Make(string model)
    {
        var targets = Accounts.Where(account => Answers(account, model)).Select(account => ToTarget(account, model)).ToList();
        if (targets.Count > 0) return new(model, targets);

        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == model.Length - 1) return null;
        return _accounts.TryGetValue(model[..slash], out var named)
            ? new(model, [ToTarget(named, model[(slash + 1)..])])
            : null;
    }

    private bool Answers(Account account, string model) => account.Models is { } patterns
        ? NamePattern.MatchesAny(patterns, model)
        : account.Provider.Prices is { } id && _prices.Knows(id, model);

    private IEnumerable<string> NamesOf(Account account) => account.Models is { } patterns
        ? patterns.Where(pattern => !pattern.Contains('*', StringComparison.Ordinal))
        // Some entries are families that no model's own name fits (ft:gpt-4o), and a listed name must answer.
        : account.Provider.Prices is { } id ? _prices.ModelsOf(id).Where(model => _prices.Knows(id, model)) : [];

    private Target ToTarget(Account account, string model) => new(account, model, FindPrice);

    private Price? FindPrice(Account account, string model, DateTimeOffset now)
    {
        foreach (var own in Document.Prices)
        {
            if (own.Provider is not null && own.Provider != account.Provider.Id) continue;
            if (NamePattern.Matches(own.Model, model)) return ToPrice(own);
        }

        return account.Provider.Prices is { } id ? _prices.Find(id, model, now) : null;
    }

    private Price ToPrice(PriceConfig own) => new()
    {
        Id = FormattableString.Invariant($"config/{Version}/{own.Model}"),
        Rates = new()
        {
            Input = own.Input,
            CachedInput = own.CachedInput,
            CacheWrite = own.CacheWrite,
            Output = own.Output,
        },
    };

    private static Account ToAccount(AccountConfig config)
    {
        var provider = ProviderCatalogue.Default.Find(config.Provider)
            ?? throw new ArgumentException($"There is no provider {config.Provider}.", nameof(config));
        return new(config.Id, provider, config.BaseUrl, config.Secret, config.Models, config.Dialects)
        {
            Auth = config.Auth,
            MaxConcurrency = config.MaxConcurrency,
        };
    }
}
