namespace Relay.Routing;

/// <summary>
/// Where a target stands in its tier. Chance is drawn out of hashes: a session's with a target's, which is rendezvous
/// hashing, or a call's seed with a target's. A draw u and a weight w make −ln(u) ∕ w, and the lowest goes first: that
/// gives each target its part by weight, and when one is gone or its weight changes, only its own sessions move.
/// </summary>
/// <remarks>
/// Rendezvous hashing with weights: https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf;
/// drawing by weight without putting back: https://doi.org/10.1016/j.ipl.2005.11.003
/// </remarks>
internal static class Ordering
{
    /// <summary>The place of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="index">Where it is in its route.</param>
    /// <param name="route">The route.</param>
    /// <param name="health">What is known of it.</param>
    /// <param name="input">The call.</param>
    /// <param name="turn">Whose turn it is, for targets that take turns.</param>
    public static (Standing Standing, double Order, double Tie) PlaceOf(
        Target target, int index, Route route, in TargetHealth health, RoutingInput input, int turn)
    {
        var price = target.PricePerMillion(input.Now);
        var score = Score.Of(target.Weight, price, health);
        // Those that are equal keep their sessions, whatever the strategy.
        var draw = StableHash.Draw(input.Session?.Hash ?? input.Seed, target.Identity);
        var standing = StandingOf(health, score, input.Now);
        double order;
        switch (route.Strategy)
        {
            case Strategy.Score:
                order = Race(draw, input.Session is null ? score.Value : score.Weight * score.Share);
                break;
            case Strategy.Weighted:
                order = Race(draw, score.Weight * score.Share);
                break;
            default:
                // These take no notice of a share, so that a slow start is drawn here.
                if (standing == Standing.Well && StableHash.Draw(input.Seed, ~target.Identity) >= score.Share) standing = Standing.Held;
                order = route.Strategy switch
                {
                    Strategy.RoundRobin => (index - (turn % route.Targets.Count) + route.Targets.Count) % route.Targets.Count,
                    Strategy.LeastBusy => target.Weight > 0 ? health.InFlight / target.Weight : double.PositiveInfinity,
                    Strategy.Fastest => health.TimeToFirstToken?.TotalMilliseconds ?? 0,
                    _ => price ?? double.PositiveInfinity,
                };
                break;
        }

        return (standing, order, draw);
    }

    private static Standing StandingOf(in TargetHealth health, in Score score, DateTimeOffset now) => health.State switch
    {
        BreakerState.Open => Standing.Open,
        // One that waits for its probe has nothing to say of errors; one that has its probe gets no second call.
        BreakerState.HalfOpen => health.Until > now ? Standing.Held : Standing.Well,
        _ => score.IsStrained ? Standing.Held : Standing.Well,
    };

    private static double Race(double draw, double weight) => weight > 0 ? -Math.Log(draw) / weight : double.PositiveInfinity;
}
