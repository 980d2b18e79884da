namespace Relay.Routing.Providers;

/// <summary>Numbers that some of a provider's models take in no other value than their own.</summary>
internal sealed record ModelFields
{
    /// <summary>Patterns of the models, by the provider's names.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>
    /// The fields, each with the one value that says nothing, as the model has it anyway; null where that is not known. The field
    /// is left out, and listed as dropped when it says something.
    /// </summary>
    public required IReadOnlyDictionary<string, double?> Fixed { get; init; }
}
