using Relay.Ledger.Prices;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>A config document made ready for calls. Immutable in what it says; instances swap it as a whole.</summary>
internal sealed class ConfigSnapshot
{
    private readonly RouteTable _routes;
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
        LongestCall = document.Models.Aggregate(
            document.Timeouts.Total, static (longest, model) => model.Timeouts?.Total > longest ? model.Timeouts.Total : longest);
        _routes = new(document, Accounts, Answers, NamesOf, ToTarget);
    }

    /// <summary>The document.</summary>
    public ConfigDocument Document { get; }

    /// <summary>Which version of the document this is; 0 when none was ever put.</summary>
    public long Version { get; }

    /// <summary>How old a call can become with any model.</summary>
    public TimeSpan LongestCall { get; }

    /// <summary>What calls can be sent to.</summary>
    public IReadOnlyList<Account> Accounts { get; }

    /// <summary>
    /// Every model that can be listed, in order. More may answer: by pattern, as <c>model:fast</c>, and as
    /// <c>account/model</c>.
    /// </summary>
    public IReadOnlyList<string> ModelNames => _routes.Names;

    /// <summary>
    /// Finds what a name stands for. Null when that is nothing. Else, the first of these that there is: a model of the
    /// document, an alias or a tag of some; another model <c>:fast</c> or <c>:cheap</c>; a pattern of the document;
    /// every account that answers to the name; <c>account/name</c>; <c>provider/name</c>.
    /// </summary>
    public Route? Find(string model) => _routes.Find(model);

    /// <summary>A model at an account, by the provider's own name, whatever routes there are.</summary>
    public Target TargetAt(Account account, string model) => ToTarget(account, model, 0, null);

    /// <summary>Whether a word of a constraint can fit any account here, or names a provider that could have one.</summary>
    public bool KnowsWord(string word) =>
        Accounts.Any(account => account.Fits(word)) || ProviderCatalogue.Default.Find(word) is not null;

    /// <summary>Whether a name is one of <see cref="ModelNames"/>.</summary>
    public bool Lists(string model) => _routes.Lists(model);

    private bool Answers(Account account, string model) => account.Models is { } patterns
        ? NamePattern.MatchesAny(patterns, model)
        : account.Provider.Has(model, _prices);

    private IEnumerable<string> NamesOf(Account account) => account.Models is { } patterns
        ? patterns.Where(pattern => !pattern.Contains('*', StringComparison.Ordinal))
        // Some entries are families that no model's own name fits (ft:gpt-4o), and a listed name must answer.
        : account.Provider.Prices is { } id ? _prices.ListedModelsOf(id).Where(model => account.Provider.Has(model, _prices)) : [];

    private Target ToTarget(Account account, string model, int priority, double? weight) =>
        new(account, model, FindPrice) { Priority = priority, Weight = weight ?? account.Weight };

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
        return new(config.Id, provider, config.BaseUrl, config.Secret, config.Models, config.Dialects, config.ApiVersion)
        {
            Auth = config.Auth,
            Tags = config.Tags,
            Region = config.Region,
            Weight = config.Weight,
            MaxConcurrency = config.MaxConcurrency,
            ProbeModel = config.ProbeModel,
        };
    }
}
