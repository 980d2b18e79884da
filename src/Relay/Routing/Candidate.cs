namespace Relay.Routing;

/// <summary>A target of a plan with the numbers that decided its place.</summary>
/// <param name="Target">The target.</param>
/// <param name="Fallback">0 for the model that was asked for, else which of its fallbacks, from 1.</param>
/// <param name="Strategy">What ordered its tier.</param>
/// <param name="Health">What was known of it.</param>
/// <param name="Standing">Whether it goes before others of its tier.</param>
/// <param name="Order">The strategy's own number: the lowest of those that stand alike is tried first.</param>
internal readonly record struct Candidate(
    Target Target, int Fallback, Strategy Strategy, TargetHealth Health, Standing Standing, double Order);
