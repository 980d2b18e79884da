namespace Relay.Dialects.Conversations;

/// <summary>The form of the answer's text, when it is JSON.</summary>
internal sealed record OutputFormat
{
    /// <summary>The JSON Schema, a slice of the caller's body; empty when any JSON object will do.</summary>
    public ReadOnlyMemory<byte> Schema { get; init; }

    /// <summary>The schema's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the answer must fit; null when the caller does not say.</summary>
    public bool? Strict { get; init; }
}
