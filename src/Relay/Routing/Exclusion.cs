namespace Relay.Routing;

/// <summary>A target that is not in a plan, and why.</summary>
/// <param name="Target">The target.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Whose constraint it is: <c>model</c>, <c>key</c>, <c>project</c> or <c>call</c>; null when it is none.</param>
/// <param name="Word">The word of an <c>avoid</c> that its account fits; null for other reasons.</param>
internal readonly record struct Exclusion(Target Target, ExclusionReason Reason, string? By = null, string? Word = null);
