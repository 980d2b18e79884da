namespace Relay.Dialects.Conversations;

/// <summary>What the model thought, as far as its provider shows it.</summary>
/// <param name="Text">The thoughts or their summary; empty when they are not shown.</param>
internal sealed record ReasoningPart(string Text) : Part
{
    /// <summary>The provider's seal on it, without which it does not take the part back; null for none.</summary>
    public Signature? Signature { get; init; }
}
