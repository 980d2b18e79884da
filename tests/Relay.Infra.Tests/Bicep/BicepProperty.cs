namespace Relay.Infra.Tests.Bicep;

/// <summary>A property of an object in a Bicep file.</summary>
/// <param name="Name">Its name; <c>*</c> when that is an expression.</param>
/// <param name="Value">Its value.</param>
public sealed record BicepProperty(string Name, BicepNode Value);
