namespace Relay.Routing;

/// <summary>The ordered targets that a call may be tried at.</summary>
/// <param name="Targets">At least one.</param>
internal sealed record Plan(IReadOnlyList<Target> Targets);
