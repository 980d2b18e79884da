using Relay.Routing.Config;

namespace Relay.Routing;

/// <summary>What the config says for one call's key and project: at most the rules that fit the model.</summary>
/// <param name="Model">The name that routing goes by: the caller's own, or what a rule puts in its place.</param>
/// <param name="Rules">The rules that fit, those of the key first.</param>
internal readonly record struct Overrides(string Model, IReadOnlyList<OverrideConfig> Rules)
{
    /// <summary>Finds the rules for a call.</summary>
    /// <param name="rules">All, in the order of the config.</param>
    /// <param name="model">The model that the caller asks for.</param>
    /// <param name="key">The id of the caller's key; null for none.</param>
    /// <param name="project">The project of the key; null for none.</param>
    public static Overrides Of(IReadOnlyList<OverrideConfig> rules, string model, string? key, string? project)
    {
        if (rules.Count == 0) return new(model, []);
        List<OverrideConfig>? fitting = null;
        Collect(rules, ref fitting, rule => rule.Key is not null && rule.Key == key && rule.Fits(model));
        Collect(rules, ref fitting, rule => rule.Project is not null && rule.Project == project && rule.Fits(model));
        return fitting is null ? new(model, []) : new(fitting.Find(rule => rule.Use is not null)?.Use ?? model, fitting);
    }

    private static void Collect(IReadOnlyList<OverrideConfig> rules, ref List<OverrideConfig>? fitting, Func<OverrideConfig, bool> fits)
    {
        foreach (var rule in rules)
        {
            if (fits(rule)) (fitting ??= []).Add(rule);
        }
    }
}
