namespace Relay.Routing;

/// <summary>A target of a plan with the numbers that decided its place.</summary>
/// <param name="Target">The target.</param>
/// <param name="Fallback">0 for the model that was asked for, else which of its fallbacks, from 1.</param>
/// <param name="Health">What was known of it.</param>
/// <param name="Standing">Whether it goes before others of its tier.</param>
/// <param name="Order">The strategy's own number: the lowest of those that stand alike is tried first.</param>
/// <param name="Tie">What decides between equal ones.</param>
internal sealed record Candidate(Target Target, int Fallback, TargetHealth Health, Standing Standing, double Order, double Tie)
{
    /// <summary>
    /// The order of a plan: open ones last of all; then the model that was asked for before its fallbacks; then by tier, by
    /// standing, by the strategy, by chance.
    /// </summary>
    public static int Compare(Candidate one, Candidate other)
    {
        var result = (one.Standing == Standing.Open).CompareTo(other.Standing == Standing.Open);
        if (result == 0) result = one.Fallback.CompareTo(other.Fallback);
        if (result == 0) result = one.Target.Priority.CompareTo(other.Target.Priority);
        // As numbers, for enums compare as objects.
        if (result == 0) result = ((int)one.Standing).CompareTo((int)other.Standing);
        if (result == 0) result = one.Order.CompareTo(other.Order);
        return result == 0 ? one.Tie.CompareTo(other.Tie) : result;
    }
}
