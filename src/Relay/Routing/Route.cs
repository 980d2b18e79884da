namespace Relay.Routing;

/// <summary>What a model's name stands for.</summary>
/// <param name="Model">The name that callers ask for.</param>
/// <param name="Targets">Where it may be sent, in the order of the config; at least one.</param>
internal sealed record Route(string Model, IReadOnlyList<Target> Targets);
