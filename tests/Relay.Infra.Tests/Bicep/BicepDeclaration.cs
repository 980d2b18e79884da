namespace Relay.Infra.Tests.Bicep;

/// <summary>A declaration of a Bicep file.</summary>
public sealed record BicepDeclaration
{
    /// <summary>param, var, resource, module or output.</summary>
    public required string Kind { get; init; }

    /// <summary>The name by which the file speaks of it.</summary>
    public required string Name { get; init; }

    /// <summary>The type of a parameter or output, type and API version of a resource, the path of a module.</summary>
    public string? Type { get; init; }

    /// <summary>Whether it is a resource that is there already.</summary>
    public bool Existing { get; init; }

    /// <summary>What is said of it before it.</summary>
    public IReadOnlyList<BicepDecorator> Decorators { get; init; } = [];

    /// <summary>Its body, its value, or the default of a parameter; null for a parameter that must be given.</summary>
    public BicepNode? Value { get; init; }

    /// <summary>All of it, as it is written.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it has a decorator.</summary>
    public bool Is(string decorator) => Decorators.Any(found => found.Name == decorator);
}
