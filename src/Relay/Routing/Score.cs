namespace Relay.Routing;

/// <summary>
/// How good a target is just now:
/// <code>
/// score = weight × share × success × headroom × speed × load × cost
/// </code>
/// A term other than the weight is from 0 to 1, and 1 means that it takes nothing away. What is not known takes nothing
/// away either, so that a new target is tried, and then it is known; only an unknown price counts as a middling one, for
/// no call would make it known.
/// </summary>
/// <param name="Weight">What the config says, 0 to 1000: with twice the weight a target is twice as good.</param>
/// <param name="Share">The slow start: how much of its usual part a target may get while it comes back.</param>
/// <param name="Success">(1 − error rate)⁴: at 10 % errors two thirds are left, at 50 % a sixteenth.</param>
/// <param name="Headroom">
/// What is left of the provider's own limits, as a part of <see cref="EnoughHeadroom"/>: more than that takes nothing
/// away, below it a target fades out before it has to refuse.
/// </param>
/// <param name="Speed">1 ∕ (1 + seconds to first token): half at one second, a tenth at nine.</param>
/// <param name="Load">1 ∕ (1 + attempts in flight ∕ <see cref="HalvingLoad"/>).</param>
/// <param name="Cost">1 ∕ (1 + dollars per million tokens ∕ <see cref="HalvingPrice"/>), three tokens of input to one of output.</param>
internal readonly record struct Score(
    double Weight, double Share, double Success, double Headroom, double Speed, double Load, double Cost)
{
    /// <summary>The part of the provider's limits from which on more is not better.</summary>
    public const double EnoughHeadroom = 0.2;

    /// <summary>How many attempts in flight halve the score.</summary>
    public const double HalvingLoad = 10;

    /// <summary>The price in dollars per million tokens that halves the score; also what an unknown price is taken for.</summary>
    public const double HalvingPrice = 10;

    /// <summary>Below this, a target that is not open is used after those that are well: see <see cref="IsStrained"/>.</summary>
    public const double Strain = 0.25;

    /// <summary>The product, 0 or more.</summary>
    public double Value => Weight * Share * Success * Headroom * Speed * Load * Cost;

    /// <summary>
    /// Whether errors (from 30 %) or the provider's limits (below 5 % left) leave so little that even a session is not
    /// sent there while another target is well.
    /// </summary>
    public bool IsStrained => Success * Headroom < Strain;

    /// <summary>Puts the terms together.</summary>
    /// <param name="weight">The target's weight.</param>
    /// <param name="price">What a million tokens cost there in dollars; null when that is not known.</param>
    /// <param name="health">What is known of it.</param>
    public static Score Of(double weight, double? price, in TargetHealth health) => new(
        weight,
        Math.Clamp(health.Share, 0, 1),
        Square(Square(1 - Math.Clamp(health.ErrorRate, 0, 1))),
        Math.Clamp(health.Headroom / EnoughHeadroom, 0, 1),
        health.TimeToFirstToken is { } first ? 1 / (1 + Math.Max(first.TotalSeconds, 0)) : 1,
        1 / (1 + (Math.Max(health.InFlight, 0) / HalvingLoad)),
        1 / (1 + (Math.Max(price ?? HalvingPrice, 0) / HalvingPrice)));

    private static double Square(double number) => number * number;
}
