namespace Relay.Infra.Tests.Bicep;

/// <summary>What a Bicep file declares.</summary>
public sealed record BicepFile
{
    /// <summary>Its full path.</summary>
    public required string Path { get; init; }

    /// <summary>Where it is not Bicep, by line.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>What it declares, in order.</summary>
    public required IReadOnlyList<BicepDeclaration> Declarations { get; init; }

    /// <summary>Each name in it, as often as it stands there, its declaration included.</summary>
    public required IReadOnlyList<string> Uses { get; init; }

    /// <summary>Its path below infra, for messages and look-ups.</summary>
    public string Name => System.IO.Path.GetRelativePath(Repository.At("infra"), Path).Replace('\\', '/');

    /// <summary>The declarations of a kind.</summary>
    public IEnumerable<BicepDeclaration> Of(string kind) => Declarations.Where(declaration => declaration.Kind == kind);
}
