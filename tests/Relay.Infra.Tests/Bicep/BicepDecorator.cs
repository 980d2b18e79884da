namespace Relay.Infra.Tests.Bicep;

/// <summary>What stands behind an @ before a declaration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What it is given.</param>
public sealed record BicepDecorator(string Name, IReadOnlyList<BicepNode> Arguments);
