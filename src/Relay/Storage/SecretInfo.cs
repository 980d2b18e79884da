namespace Relay.Storage;

/// <summary>What may be shown of a secret: never its value.</summary>
/// <param name="Name">Its name where it is kept.</param>
/// <param name="UsedAs">The names under which the config asks for it; empty when it does not.</param>
public sealed record SecretInfo(string Name, IReadOnlyList<string> UsedAs)
{
    /// <summary>The version in force; null when it has none, or is not there.</summary>
    public string? Version { get; init; }

    /// <summary>When that version was made; null when that is not known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Why it cannot be used; null when nothing is known against it.</summary>
    public SecretFault? Fault { get; init; }
}
