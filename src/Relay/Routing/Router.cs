using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Failures;
using Relay.Routing.Config;

namespace Relay.Routing;

/// <summary>
/// Turns a call and a config snapshot into a plan. Pure: no I/O and no clock of its own, so that any decision can
/// be explained and played again.
/// </summary>
internal static class Router
{
    /// <summary>Chooses the targets for a call.</summary>
    /// <param name="config">The config in force when the call came.</param>
    /// <param name="input">The call.</param>
    /// <param name="health">What is known of a target.</param>
    /// <param name="turn">Whose turn it is at a route whose targets take turns.</param>
    public static Plan Plan(
        ConfigSnapshot config, RoutingInput input, Func<Target, TargetHealth> health, Func<Route, int> turn)
    {
        ArgumentNullException.ThrowIfNull(config);
        var overrides = Overrides.Of(config.Document.Overrides, input.Model, input.Key, input.Project);
        if (config.Find(overrides.Model) is not { } route)
            return new([]) { Input = input, ConfigVersion = config.Version, Refusal = NotFound(config, input.Model, input.Allowed) };

        var draft = new PlanDraft(config, input, route, overrides, health);
        draft.Add(route, 0, TurnAt(route, turn));
        if (input.HeldField is { } field && draft.Holders > 1) return draft.Finish() with { Targets = [], Refusal = HolderUnknown(field) };
        // No other model's account has what this one's holds.
        for (var i = 0; i < route.Fallbacks.Count && input.HeldField is null; i++)
        {
            if (config.Find(route.Fallbacks[i]) is { } fallback) draft.Add(fallback, i + 1, TurnAt(fallback, turn));
        }

        var plan = draft.Finish();
        return plan.Targets.Count > 0 ? plan : plan with { Refusal = ToRefusal(plan) };
    }

    /// <summary>Adds where else a call may be tried whose conversation is too long for all that its plan has; best first, may be none.</summary>
    /// <param name="config">The config that the plan was made with.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="health">What is known of a target.</param>
    /// <param name="turn">Whose turn it is at a route whose targets take turns.</param>
    /// <returns>The plan, with these in <see cref="Plan.Larger"/>.</returns>
    public static Plan WithLarger(ConfigSnapshot config, Plan plan, Func<Target, TargetHealth> health, Func<Route, int> turn)
    {
        var input = plan.Input;
        if (plan.Route is not { ContextFallbacks.Count: > 0 } route || input.HeldField is not null) return plan;
        var draft = new PlanDraft(
            config, input, route, Overrides.Of(config.Document.Overrides, input.Model, input.Key, input.Project), health);
        for (var i = 0; i < route.ContextFallbacks.Count; i++)
        {
            if (config.Find(route.ContextFallbacks[i]) is { } larger) draft.Add(larger, i + 1, TurnAt(larger, turn));
        }

        return plan with { Larger = draft.Finish().Candidates };
    }

    private static int TurnAt(Route route, Func<Route, int> turn) => route.Strategy == Strategy.RoundRobin ? turn(route) : 0;

    // What the caller can do something about comes first.
    private static Failure ToRefusal(Plan plan) =>
        Has(plan, ExclusionReason.Only) || Has(plan, ExclusionReason.Avoid) ? Constrained(plan.Input.Model)
        : Has(plan, ExclusionReason.Pinned) ? Gone()
        : Has(plan, ExclusionReason.Unpriced) ? Unpriced(plan.Input.Model)
        : plan.Input.Operation is { } operation ? NotServed(plan.Input.Model, operation)
        : OtherDialect(plan.Input.Model, plan.Input.Dialect);

    private static bool Has(Plan plan, ExclusionReason reason) => plan.Excluded.Any(excluded => excluded.Reason == reason);

    /// <summary>A name that nothing answers to, with the names that may have been meant.</summary>
    public static Failure NotFound(ConfigSnapshot config, string model, Func<string, bool> allowed)
    {
        var near = NearMatch.Of(model, config.ModelNames.Where(allowed));
        var hint = near.Count == 0
            ? "GET /v1/models lists the models there are."
            : $"Did you mean {string.Join(" or ", near)}? GET /v1/models lists the models there are.";
        return new(FailureStage.Routing, FailureSide.Caller, 404, FailureCode.ModelNotFound,
            $"The model {Quote(model)} does not exist here. {hint}")
        {
            Param = "model",
        };
    }

    private static Failure OtherDialect(string model, Dialect dialect) =>
        new(FailureStage.Routing, FailureSide.Relay, 400, FailureCode.DialectUnavailable,
            $"No account for the model {Quote(model)} can serve {DialectNames.NameOf(dialect)}: Relay does not translate between that and what they speak yet. "
            + "Ask for it in another dialect.")
        {
            Param = "model",
        };

    private static Failure Constrained(string model) =>
        new(FailureStage.Routing, FailureSide.Caller, 400, FailureCode.NoAccountAllowed,
            $"No account for the model {Quote(model)} is left by the constraints of the model, the key and the call (x-relay-only, x-relay-avoid).")
        {
            Param = "model",
        };

    private static Failure NotServed(string model, Operation operation) =>
        new(FailureStage.Routing, FailureSide.Relay, 400, FailureCode.DialectUnavailable,
            $"No account for the model {Quote(model)} has {operation.Path}. Ask for a model of a provider that has it.")
        {
            Param = "model",
        };

    private static Failure Gone() =>
        new(FailureStage.Routing, FailureSide.Caller, 404, FailureCode.NotFound,
            "What this call continues is held by an account that does not serve it any more. Send the whole conversation instead.");

    private static Failure HolderUnknown(string field) =>
        new(FailureStage.Routing, FailureSide.Caller, 400, FailureCode.AccountUnknown,
            $"The field {field} names what one provider account holds, and several serve this model: nothing says which of them it is. "
            + "Send the items themselves (\"store\": false), continue a response of this relay with previous_response_id, or name the account in x-relay-only.")
        {
            Param = field,
        };

    private static Failure Unpriced(string model) =>
        new(FailureStage.Routing, FailureSide.Relay, 400, FailureCode.ModelUnpriced,
            $"The model {Quote(model)} has no price, and this relay's config refuses such models (unpriced: refuse). "
            + "Add a price for it under prices.")
        {
            Param = "model",
        };

    // A caller's own text goes back to that caller only, and not all of it when it is no name.
    private static string Quote(string model) => model.Length <= 200 ? $"`{model}`" : $"`{model[..200]}…`";
}
