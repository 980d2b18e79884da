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
    /// <param name="model">The model that the caller asks for.</param>
    /// <param name="dialect">What the caller speaks.</param>
    /// <param name="allowed">Whether the caller's key may use a name; only such names are suggested.</param>
    /// <param name="now">When the call came, which decides its prices.</param>
    /// <param name="operation">What is to be done with the model; null for a conversation.</param>
    public static Result<Plan> Plan(
        ConfigSnapshot config, string model, Dialect dialect, Func<string, bool> allowed, DateTimeOffset now,
        Operation? operation = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Find(model) is not { } route) return NotFound(config, model, allowed);
        var targets = route.TargetsIn(dialect, operation);
        if (targets.Count == 0) return operation is null ? OtherDialect(model, dialect) : NotServed(model, operation);
        if (config.Document.Unpriced != UnpricedPolicy.Refuse) return new Plan(targets);

        var priced = targets.Where(target => target.PriceAt(now) is not null).ToList();
        return priced.Count > 0 ? new Plan(priced) : Unpriced(model);
    }

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

    private static Failure NotServed(string model, Operation operation) =>
        new(FailureStage.Routing, FailureSide.Relay, 400, FailureCode.DialectUnavailable,
            $"No account for the model {Quote(model)} has {operation.Path}. Ask for a model of a provider that has it.")
        {
            Param = "model",
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
