namespace Relay.Routing.Config;

/// <summary>Reads the models of a config document, and what is different for some keys and projects.</summary>
internal static class ModelParser
{
    /// <summary>The highest number of a tier.</summary>
    public const int MaxPriority = 100;

    /// <summary>The highest weight.</summary>
    public const int MaxWeight = 1000;

    /// <summary>Reads a model.</summary>
    /// <param name="node">The object.</param>
    /// <param name="checkAccount">Says what is wrong with an account's id.</param>
    /// <param name="defaults">How long is waited where the model does not say.</param>
    public static ModelConfig Read(ConfigNode node, Func<string, string?> checkAccount, TimeoutConfig defaults)
    {
        var name = node.Text("name", true, ConfigParser.CheckName);
        var isPattern = name?.Contains('*', StringComparison.Ordinal) == true;
        var aliases = node.Texts("aliases", CheckPlainName) ?? [];
        if (isPattern && aliases.Count > 0) node.Error("aliases", "must not be given for a pattern");
        var tags = node.Texts("tags", AccountRules.CheckId) ?? [];
        if (isPattern && tags.Count > 0) node.Error("tags", "must not be given for a pattern");
        Strategy? strategy = null;
        node.Text("strategy", false, text =>
            (strategy = StrategyNames.Parse(text)) is null ? $"must be {StrategyNames.All}" : null);
        var targets = node.Objects("targets", required: true).Select(target => ReadTarget(target, checkAccount)).ToList();
        var fallbacks = node.Texts("fallbacks", CheckOther) ?? [];
        var contextFallbacks = node.Texts("context_fallbacks", CheckOther) ?? [];
        var constraint = ReadConstraint(node);
        var timeouts = TimeoutConfig.Read(node.Object("timeouts"), defaults);
        var hedge = HedgeConfig.Read(node.Object("hedge"), name);
        var continues = node.Flag("continue");
        node.Done();
        return new(name ?? "", targets)
        {
            Aliases = aliases,
            Tags = tags,
            Strategy = strategy.GetValueOrDefault(),
            Fallbacks = fallbacks,
            ContextFallbacks = contextFallbacks,
            Constraint = constraint,
            Timeouts = timeouts,
            Hedge = hedge,
            Continues = continues ?? false,
        };

        string? CheckOther(string text) => text == name ? "names the model itself" : CheckPlainName(text);
    }

    /// <summary>Reads what is different for a key or a project.</summary>
    public static OverrideConfig ReadOverride(ConfigNode node)
    {
        var key = node.Text("key", false, text => text.Length == 12 && !text.AsSpan().ContainsAnyExcept(Ids.KeyCharacters)
            ? null
            : "must be the id of a key: 12 characters, as GET /api/keys lists it");
        var project = node.Text("project", false, text => text.Length is > 0 and <= 200 ? null : "must be 1 to 200 characters");
        if (node.Has("key") == node.Has("project")) node.Error(null, "must name either a key or a project");
        var model = node.Text("model", false, ConfigParser.CheckName);
        var use = node.Text("use", false, CheckPlainName);
        var constraint = ReadConstraint(node);
        if (!node.Has("use") && !node.Has("only") && !node.Has("avoid")) node.Error(null, "must say what is different: use, only or avoid");
        node.Done();
        return new(key, project, model, use, constraint);
    }

    private static TargetConfig ReadTarget(ConfigNode node, Func<string, string?> checkAccount)
    {
        var account = node.Text("account", true, checkAccount);
        var model = node.Text("model", false, ConfigParser.CheckName);
        var priority = node.Number("priority", 0, MaxPriority);
        if (priority is { } number && number != decimal.Truncate(number)) node.Error("priority", "must be a whole number");
        var weight = node.Number("weight", 0, MaxWeight);
        node.Done();
        return new(account ?? "", model) { Priority = (int)(priority ?? 0), Weight = (double?)weight };
    }

    private static Constraint ReadConstraint(ConfigNode node)
    {
        // An empty list would be taken for none by one reader and for any by the next.
        return new(
            node.Texts("only", AccountRules.CheckId, required: true) ?? [],
            node.Texts("avoid", AccountRules.CheckId) ?? []);
    }

    private static string? CheckPlainName(string text) =>
        text.Contains('*', StringComparison.Ordinal) ? "must be a name, not a pattern" : ConfigParser.CheckName(text);
}
