namespace Relay.Dialects.Conversations;

/// <summary>One turn, or a piece of one: dialects split turns differently, and writers join or split as theirs needs.</summary>
internal sealed class Message(Role role)
{
    /// <summary>Who speaks.</summary>
    public Role Role { get; } = role;

    /// <summary>What is said, in order.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>The name of the participant; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it is the beginning of the answer that is asked for, and the provider is known to go on with such.</summary>
    public bool IsPrefill { get; init; }
}
