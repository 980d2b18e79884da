using System.Text.Json;
using Relay.Dialects;
using Relay.Failures;
using Relay.Ledger.Prices;
using Relay.Routing.Providers;

namespace Relay.Routing.Config;

/// <summary>Reads a config document and finds all that is wrong with it.</summary>
internal static class ConfigParser
{
    /// <summary>The most bytes of a document, compressed into one row of storage.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    // Names of accounts and models are sent in headers, which take no other character.
    private const string NameRule = "must be 1 to 200 printable ASCII characters without spaces";

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document in UTF-8; comments and trailing commas are allowed, for people write it.</param>
    /// <param name="document">The document; null when it has errors.</param>
    /// <returns>What is wrong, by JSON path; empty when it is valid.</returns>
    public static IReadOnlyList<FailureDetail> Parse(ReadOnlyMemory<byte> json, out ConfigDocument? document)
    {
        document = null;
        var errors = new List<FailureDetail>();
        // A byte order mark, as some editors write it, is not JSON.
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            var read = ReadDocument(new ConfigNode(parsed.RootElement, "$", errors));
            if (errors.Count == 0) new ConfigReferences(read, errors).Check();
            if (errors.Count == 0) document = read;
        }
        catch (JsonException e)
        {
            errors.Add(new("$", $"is not JSON: it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it"));
        }

        return errors;
    }

    private static ConfigDocument ReadDocument(ConfigNode root)
    {
        var accounts = root.Objects("accounts").Select(ReadAccount).ToList();
        RefuseTwice(root, "accounts", "id", accounts.Select(account => account.Id));
        var timeouts = TimeoutConfig.Read(root.Object("timeouts"), new TimeoutConfig()) ?? new TimeoutConfig();
        var models = root.Objects("models").Select(node => ModelParser.Read(node, text => CheckAccount(text, accounts), timeouts)).ToList();
        RefuseTwice(root, "models", "name", models.Select(model => model.Name));
        var overrides = root.Objects("overrides").Select(ModelParser.ReadOverride).ToList();
        var prices = root.Objects("prices").Select(ReadPrice).ToList();
        var unpriced = root.Text("unpriced", false, text =>
            text is "allow" or "free" or "refuse" ? null : "must be allow, free or refuse");
        var limits = root.Object("limits");
        var body = limits?.Number("body_bytes", 1024, 1024 * 1024 * 1024);
        limits?.Done();
        var keepAlive = root.Object("keep_alive");
        var jsonAfter = keepAlive?.Number("json_after_seconds", 0, 86_400);
        keepAlive?.Done();
        root.Done();

        var defaults = new ConfigDocument();
        return new ConfigDocument
        {
            Accounts = accounts,
            Models = models,
            Overrides = overrides,
            Prices = prices,
            Unpriced = unpriced is null ? defaults.Unpriced : Enum.Parse<UnpricedPolicy>(unpriced, ignoreCase: true),
            BodyLimit = (long?)body ?? defaults.BodyLimit,
            JsonKeepAlive = jsonAfter is null ? defaults.JsonKeepAlive : TimeSpan.FromSeconds((double)jsonAfter),
            Timeouts = timeouts,
        };
    }

    private static AccountConfig ReadAccount(ConfigNode node)
    {
        var id = node.Text("id", true, AccountRules.CheckId);
        var provider = ReadProvider(node, required: true);
        var baseUrl = node.Text("base_url", false, AccountRules.CheckAddress);
        if (provider is not null && baseUrl is null && provider.Endpoints.All(endpoint => endpoint.BaseUrl is null))
            node.Error("base_url", $"is missing: {provider.Name} has no address that is the same for all");
        var apiVersion = node.Text("api_version", false, text => AccountRules.CheckApiVersion(text, provider));
        var secret = node.Text("secret", false, AccountRules.CheckSecretName);
        var auth = AuthParser.Read(node, provider, secret);
        var models = node.Texts("models", CheckName);
        var dialects = ReadDialects(node, provider);
        var tags = node.Texts("tags", AccountRules.CheckId);
        var region = node.Text("region", false, AccountRules.CheckId);
        var weight = node.Number("weight", 0, ModelParser.MaxWeight);
        var concurrency = node.Number("max_concurrency", 1, 100_000);
        var probe = node.Object("probe");
        var probeModel = probe?.Text("model", true, CheckName);
        probe?.Done();
        node.Done();
        return new(id ?? "", provider?.Id ?? "", baseUrl, secret, models)
        {
            Auth = auth,
            Dialects = dialects,
            ApiVersion = apiVersion,
            Tags = tags ?? [],
            Region = region,
            Weight = (double)(weight ?? 1),
            MaxConcurrency = (int?)concurrency,
            ProbeModel = probeModel,
        };
    }

    private static IReadOnlyList<Dialect>? ReadDialects(ConfigNode node, Provider? provider)
    {
        var spoken = provider?.Endpoints.ToDictionary(endpoint => DialectNames.NameOf(endpoint.Dialect), endpoint => endpoint.Dialect);
        var names = node.Texts(
            "dialects",
            name => spoken?.ContainsKey(name) != false ? null : $"is none of {provider!.Name}'s: {string.Join(", ", spoken.Keys)}",
            required: true);
        return spoken is null || names is null ? null : [.. names.Distinct(StringComparer.Ordinal).Select(name => spoken[name])];
    }

    private static string? CheckAccount(string text, List<AccountConfig> accounts) => accounts.Exists(known => known.Id == text)
        ? null
        : UnknownName("account", text, accounts.Select(known => known.Id));

    private static PriceConfig ReadPrice(ConfigNode node)
    {
        var model = node.Text("model", true, CheckName);
        var provider = ReadProvider(node, required: false);
        var input = node.Number("input", 0, Rates.MaxPerToken, required: true);
        var cachedInput = node.Number("cached_input", 0, Rates.MaxPerToken);
        var cacheWrite = node.Number("cache_write", 0, Rates.MaxPerToken);
        var output = node.Number("output", 0, Rates.MaxPerToken, required: true);
        node.Done();
        return new(model ?? "", provider?.Id, input ?? 0, cachedInput, cacheWrite, output ?? 0);
    }

    private static Provider? ReadProvider(ConfigNode node, bool required)
    {
        Provider? provider = null;
        node.Text("provider", required, text => (provider = ProviderCatalogue.Default.Find(text)) is null
            ? UnknownName("provider", text, ProviderCatalogue.Default.All.Select(known => known.Id))
            : null);
        return provider;
    }

    private static void RefuseTwice(ConfigNode root, string array, string member, IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, value) in values.Index())
        {
            if (value.Length > 0 && !seen.Add(value)) root.Error($"{array}[{index}].{member}", "is the same as one before it");
        }
    }

    /// <summary>What is wrong with the name of a model, or a pattern of names; null when nothing is.</summary>
    public static string? CheckName(string text) =>
        text.Length is > 0 and <= 200 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : NameRule;

    private static string UnknownName(string what, string text, IEnumerable<string> known)
    {
        var near = NearMatch.Of(text, known);
        return near.Count == 0 ? $"names no {what} that is known" : $"names no {what} that is known; did you mean {near[0]}?";
    }
}
