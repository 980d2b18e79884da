using Relay.Routing.Config;

namespace Relay.Routing;

/// <summary>A plan in the making: what its routes have, taken in or left out, and then put in order.</summary>
internal sealed class PlanDraft(ConfigSnapshot config, RoutingInput input, Route route, Overrides overrides, Func<Target, TargetHealth> health)
{
    private readonly List<Candidate> _candidates = new(route.Targets.Count);
    private List<Exclusion>? _excluded;

    /// <summary>Whose turn it was at the route that was asked for.</summary>
    public int Turn { get; private set; }

    /// <summary>Takes in what a route has.</summary>
    /// <param name="from">The route.</param>
    /// <param name="fallback">0 for the one that was asked for, else which fallback it is.</param>
    /// <param name="turn">Whose turn it is there.</param>
    public void Add(Route from, int fallback, int turn)
    {
        if (fallback == 0) Turn = turn;
        var targets = from.Targets;
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i];
            if (Check(target, from, fallback) is { } exclusion)
            {
                (_excluded ??= []).Add(exclusion);
                continue;
            }

            var known = health(target);
            var (standing, order, tie) = Ordering.PlaceOf(target, i, from, known, input, turn);
            _candidates.Add(new(target, fallback, known, standing, order, tie));
        }
    }

    /// <summary>How many accounts might hold what a call continues: those that are spoken to in its own dialect.</summary>
    public int Holders => _candidates.Select(static candidate => candidate.Target.Account).Distinct()
        .Count(account => account.EndpointFor(input.Dialect, input.Operation)?.Dialect == input.Dialect);

    /// <summary>Puts them in order.</summary>
    public Plan Finish()
    {
        _candidates.Sort(Candidate.Compare);
        var targets = new Target[_candidates.Count];
        for (var i = 0; i < targets.Length; i++) targets[i] = _candidates[i].Target;
        return new Plan(targets)
        {
            Input = input,
            Route = route,
            Turn = Turn,
            ConfigVersion = config.Version,
            Candidates = _candidates,
            Excluded = _excluded ?? [],
        };
    }

    private Exclusion? Check(Target target, Route from, int fallback)
    {
        var account = target.Account;
        if (input.Pin is { } pin && account.Id != pin) return new(target, ExclusionReason.Pinned);
        if (account.EndpointFor(input.Dialect, input.Operation) is null) return new(target, ExclusionReason.Dialect);
        if (Check(target, from.Constraint, "model") is { } byFallback) return byFallback;
        // What holds for the model that was asked for holds for what stands in for it.
        if (fallback > 0 && Check(target, route.Constraint, "model") is { } byModel) return byModel;
        if (Check(target, input.Constraint, "call") is { } byCall) return byCall;
        for (var i = 0; i < overrides.Rules.Count; i++)
        {
            var rule = overrides.Rules[i];
            if (Check(target, rule.Constraint, rule.Key is null ? "project" : "key") is { } byRule) return byRule;
        }

        if (config.Document.Unpriced == UnpricedPolicy.Refuse && target.PriceAt(input.Now) is null)
            return new(target, ExclusionReason.Unpriced);
        return fallback > 0 && Has(target) ? new(target, ExclusionReason.Twice) : null;
    }

    private static Exclusion? Check(Target target, Constraint constraint, string by) =>
        constraint.Check(target.Account, out var word) is { } reason ? new(target, reason, by, word) : null;

    private bool Has(Target target)
    {
        foreach (var candidate in _candidates)
        {
            if (candidate.Target.Account == target.Account && candidate.Target.Model == target.Model) return true;
        }

        return false;
    }
}
